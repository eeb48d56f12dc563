import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readMessage } from './from-application.ts'
import { customParameters, StreamError, streamUrl, tracksOf } from './plan.ts'

const SID = `MZ${'0'.repeat(32)}`
const codeOf = (act: () => unknown) => {
  try {
    act()
    return undefined
  } catch (error) {
    return error instanceof StreamError ? error.code : error
  }
}

describe('what an application sends', () => {
  test.each([
    ['media', { media: { payload: 'AAECAw==' } }],
    ['mark', { mark: { name: 'a' } }],
    ['clear', {}],
  ])('%s is read', (event, body) => {
    expect(readMessage(JSON.stringify({ event, streamSid: SID, ...body }), false, SID).event).toBe(event)
  })

  test.each([
    ['another stream', { event: 'clear', streamSid: 'MZ1' }],
    ['no stream', { event: 'clear' }],
    ['an unknown event', { event: 'dtmf', streamSid: SID }],
    ['a field too many', { event: 'clear', streamSid: SID, x: 1 }],
    ['sound that is not base64', { event: 'media', streamSid: SID, media: { payload: 'a b' } }],
    ['no sound', { event: 'media', streamSid: SID, media: { payload: '' } }],
    ['a mark without a name', { event: 'mark', streamSid: SID, mark: {} }],
  ])('%s is 31951', (_, message) => {
    expect(codeOf(() => readMessage(JSON.stringify(message), false, SID))).toBe(31951)
  })

  test('whatever else comes is refused by code, never by accident', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), fc.boolean(), (data, isBinary) => {
        expect(codeOf(() => readMessage(data, isBinary, SID))).toBe(isBinary ? 31950 : 31951)
      }),
    )
  })
})

describe('where a stream goes', () => {
  test.each([
    ['wss://app.example/media', undefined, 'wss://app.example/media'],
    ['/media', 'https://app.example/voice?x=1#rt=100', 'wss://app.example/media'],
    ['media', 'http://127.0.0.1:4210/voice/in', 'ws://127.0.0.1:4210/voice/media'],
    ['ws://localhost:4210/m', undefined, 'ws://localhost:4210/m'],
  ])('%s in %s is %s', (url, base, expected) => expect(streamUrl(url, base)).toBe(expected))

  test.each([
    ['wss://app.example/media?x=1', 31923],
    ['wss://app.example/media?', 31923],
    ['/media', 31923],
    ['http://app.example/media', 31922],
    ['ws://app.example/media', 31922],
  ])('%s is %i', (url, code) => expect(codeOf(() => streamUrl(url, undefined))).toBe(code))

  test.each([
    [undefined, true, ['inbound']],
    ['inbound_track', true, ['inbound']],
    ['both_tracks', true, 31941],
    ['outbound_track', false, ['outbound']],
    ['both_tracks', false, ['inbound', 'outbound']],
    ['all', false, 31941],
  ])('track %s, both ways %s: %j', (track, both, expected) => {
    expect(codeOf(() => tracksOf(track, both)) ?? tracksOf(track, both)).toEqual(expected)
  })

  test('a parameter has fewer than 500 characters with its name', () => {
    expect(customParameters([['a', 'b']])).toEqual({ a: 'b' })
    expect(codeOf(() => customParameters([['a', 'x'.repeat(499)]]))).toBe(31951)
  })
})
