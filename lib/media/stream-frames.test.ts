import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { payloadMs, readCarrierFrame, StreamWriter } from './stream-frames.ts'

const SID = `MZ${'0a'.repeat(16)}`
const read = (frame: unknown) => readCarrierFrame(Buffer.from(JSON.stringify(frame)))
const media = (payload: string, rest: object = {}) => ({
  event: 'media',
  sequenceNumber: '7',
  media: { track: 'inbound', chunk: '6', timestamp: '120', payload },
  streamSid: SID,
  ...rest,
})
const start = (customParameters: unknown) => ({
  event: 'start',
  sequenceNumber: '1',
  start: {
    accountSid: `AC${'0'.repeat(32)}`,
    streamSid: SID,
    callSid: `CA${'0'.repeat(32)}`,
    tracks: ['inbound'],
    mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
    customParameters,
  },
  streamSid: SID,
})

describe('a frame of the carrier', () => {
  test('of sound reads the same in its usual order, in any other, and with more in it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 800 }), (bytes) => {
        const payload = Buffer.from(bytes).toString('base64')
        const expected = { event: 'media', sequence: '7', streamSid: SID, track: 'inbound', payload }
        expect(read(media(payload))).toEqual(expected)
        const { event, ...rest } = media(payload)
        expect(read({ ...rest, event })).toEqual(expected)
        expect(read({ ...media(payload), later: 'added' })).toEqual(expected)
        expect(payloadMs(payload)).toBe(bytes.length / 8)
      }),
    )
  })

  test.each([
    ['a start in another format', { ...start({}), start: { ...start({}).start, mediaFormat: { encoding: 'opus' } } }],
    ['a start whose parameter is an object', start({ ticket: {} })],
    ['a digit of two', { event: 'dtmf', dtmf: { digit: '12' } }],
    ['null', null],
    ['an array', []],
    ['a text', 'start'],
  ])('with %s is none', (_, frame) => expect(read(frame)).toBeUndefined())

  test.each([
    ['nothing in it', media('')],
    ['what is not base64', media('a b')],
    ['what would end a string', media('"}')],
    ['no number', media('AAAA', { sequenceNumber: undefined })],
    ['nothing at all', { event: 'media' }],
  ])('of sound with %s belongs to no stream (M10)', (_, frame) =>
    expect(read(frame)).toMatchObject({ event: 'media', streamSid: '', payload: '' }),
  )

  test('of an event nobody knows yet is passed over', () => expect(read({ event: 'weather' })).toBeNull())

  test('does not reach the prototype of anything by a parameter of that name (M23)', () => {
    const text = JSON.stringify(start({})).replace(
      '"customParameters":{}',
      '"customParameters":{"__proto__":{"ticket":"x"}}',
    )
    expect(readCarrierFrame(Buffer.from(text))).toMatchObject({ start: { customParameters: {} } })
    const harmless = read(start({ constructor: 'x', ticket: 't' }))
    expect(harmless).toMatchObject({ start: { customParameters: { ticket: 't' } } })
    expect(({} as Record<string, unknown>).ticket).toBeUndefined()
  })

  test('is never an accident, whatever comes (M3)', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.uint8Array()), (data) => {
        const frame = readCarrierFrame(Buffer.from(data as string))
        expect(frame === undefined || frame === null || typeof frame.event === 'string').toBe(true)
      }),
      { numRuns: 1000 },
    )
  })
})

test('what we write is JSON of the stream', () => {
  const writer = new StreamWriter(SID)
  expect(JSON.parse(writer.media('AAAA'))).toEqual({ event: 'media', streamSid: SID, media: { payload: 'AAAA' } })
  expect(JSON.parse(writer.mark('m20'))).toEqual({ event: 'mark', streamSid: SID, mark: { name: 'm20' } })
  expect(JSON.parse(writer.clear)).toEqual({ event: 'clear', streamSid: SID })
})
