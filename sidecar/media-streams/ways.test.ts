import { EventEmitter } from 'node:events'
import type { IncomingMessage } from 'node:http'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import type { WebSocket } from 'ws'
import { newId } from '#lib/ids.ts'
import { encodeMulaw } from '#lib/media/mulaw.ts'
import { Admission } from './admission.ts'
import { FrameJoiner } from './frame-joiner.ts'
import { Listeners } from './listeners.ts'
import { Outbox } from './outbox.ts'
import { TurnLog } from './turn-log.ts'
import { isVoice } from './voice-level.ts'

class Slow extends EventEmitter {
  bufferedAmount = 0
  sent: string[] = []
  send(text: string): void {
    this.sent.push(text)
  }
}
const asSocket = (slow: Slow) => slow as unknown as WebSocket

test('a slow reader costs a bounded number of messages: the oldest sound goes, words and order stay (M11)', () => {
  const slow = new Slow()
  const outbox = new Outbox(asSocket(slow))
  slow.bufferedAmount = 1e6
  outbox.word('first')
  for (let at = 0; at < 1000; at++) outbox.sound(`s${at}`)
  outbox.word('last')
  expect(slow.sent).toEqual(['first'])
  slow.bufferedAmount = 0
  outbox.flush()
  expect(slow.sent).toEqual(['first', ...Array.from({ length: 49 }, (_, at) => `s${951 + at}`), 'last'])
  expect(outbox.dropped).toBe(951)
  slow.bufferedAmount = 1e6
  outbox.sound('void')
  outbox.word('clear')
  outbox.clear()
  slow.bufferedAmount = 0
  outbox.flush()
  expect(slow.sent.at(-1)).toBe('clear')
  expect(slow.sent).not.toContain('void')
})

test('frames are joined without a byte lost or moved', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ minLength: 160, maxLength: 160 })),
      fc.constantFrom(20, 40, 60, 100),
      (frames, ms) => {
        const joiner = new FrameJoiner()
        const out = frames
          .map((frame) => joiner.add(Buffer.from(frame).toString('base64'), ms))
          .filter((one) => one !== null)
        const whole = Math.floor(frames.length / (ms / 20)) * (ms / 20)
        expect(out).toHaveLength(whole / (ms / 20))
        expect(Buffer.concat(out.map((one) => Buffer.from(one, 'base64')))).toEqual(
          Buffer.concat(frames.slice(0, whole)),
        )
      },
    ),
  )
})

test('ten strangers of one address wait at a time, and two hundred of all; a place is given back once (M9)', () => {
  const admission = new Admission()
  const from = (address: string) => ({ headers: {}, socket: { remoteAddress: address } }) as IncomingMessage
  const places = Array.from({ length: 10 }, () => admission.enter(from('192.0.2.1'))!)
  expect(places.every(Boolean)).toBe(true)
  expect(admission.enter(from('192.0.2.1'))).toBeNull()
  places[0]!()
  places[0]!()
  expect(admission.enter(from('192.0.2.1'))).not.toBeNull()
  expect(admission.enter(from('192.0.2.1'))).toBeNull()
  for (let at = 0; at < 190; at++) expect(admission.enter(from(`198.51.100.${at}`))).not.toBeNull()
  expect(admission.enter(from('203.0.113.1'))).toBeNull()
})

test('a voice is told from a quiet line', () => {
  const tone = (amplitude: number) =>
    Buffer.from(encodeMulaw(Int16Array.from({ length: 160 }, (_, at) => amplitude * Math.sin(at / 3)))).toString(
      'base64',
    )
  expect([0, 50, 200].map((amplitude) => isVoice(tone(amplitude)))).toEqual([false, false, false])
  expect([1000, 8000, 30000].map((amplitude) => isVoice(tone(amplitude)))).toEqual([true, true, true])
})

test('listeners of a conversation go without a trace', () => {
  const listeners = new Listeners()
  const id = newId()
  const one = new Slow()
  const two = new Slow()
  listeners.add(id, asSocket(one))
  listeners.add(id, asSocket(two))
  listeners.audio(id, 'caller', 'AAAA')
  one.emit('close')
  listeners.audio(id, 'caller', 'BBBB')
  two.emit('close')
  listeners.audio(id, 'caller', 'CCCC')
  expect([one.sent.length, two.sent.length]).toEqual([1, 2])
  expect(one.sent[0]).toBe(two.sent[0])
})

test('turns are written in order, together while a write is under way, and again after one that failed', async () => {
  const written: number[][] = []
  const releases: (() => void)[] = []
  let isBroken = false
  const turnLog = new TurnLog(async (turns) => {
    if (isBroken) throw new Error('no database')
    await new Promise<void>((resolve) => releases.push(resolve))
    written.push(turns.map(({ position }) => position))
  })
  const put = (position: number) =>
    turnLog.put({ position, speaker: 'caller', text: '', heardText: null, startMs: 0, endMs: null, latencyMs: null })
  put(0)
  await vi.waitUntil(() => releases.length === 1)
  put(1)
  put(2)
  put(1)
  releases.shift()!()
  await vi.waitUntil(() => releases.length === 1)
  releases.shift()!()
  await turnLog.written()
  expect(written).toEqual([[0], [1, 2]])
  const silent = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  isBroken = true
  put(3)
  await vi.waitUntil(() => silent.mock.calls.length > 0)
  isBroken = false
  put(4)
  await vi.waitUntil(() => releases.length === 1)
  releases.shift()!()
  await turnLog.written()
  silent.mockRestore()
  expect(written.at(-1)).toEqual([3, 4])
})
