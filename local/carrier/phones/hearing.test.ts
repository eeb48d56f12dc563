import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { FRAME_MS, SILENCE } from '#lib/media/mulaw.ts'
import { Tone } from '#lib/media/tone.ts'
import { Hearing } from './hearing.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Lets a phone hear something for some time. */
function hear(hearing: Hearing, ms: number, next: () => Uint8Array): void {
  for (let at = 0; at < ms; at += FRAME_MS) {
    vi.advanceTimersByTime(FRAME_MS)
    hearing.add(next())
  }
}

test('tells tones, levels and speech from silence', () => {
  const hearing = new Hearing()
  const tone = new Tone(1000, -18)
  hear(hearing, 1000, () => SILENCE)
  expect(hearing.summary()).toEqual({ frames: 50, speechFrames: 0, rmsDb: -120 })
  hear(hearing, 1000, () => tone.frame())
  expect(hearing.summary()).toEqual({ frames: 100, speechFrames: 50, rmsDb: -18 })
  expect(hearing.tone(1000, 500)).toEqual({ ratio: 1, rmsDb: -18, frames: 25 })
  expect(hearing.tone(440, 500).ratio).toBeLessThan(0.01)
})

test('what is not sent is not heard: the last second is over a second later, but stays when the call ended', () => {
  const [open, ended] = [new Hearing(), new Hearing()]
  const tone = new Tone(1000)
  for (const hearing of [open, ended]) hear(hearing, 200, () => tone.frame())
  ended.stop()
  vi.advanceTimersByTime(1000)
  expect(open.tone(1000, 500)).toEqual({ ratio: 0, rmsDb: -120, frames: 0 })
  expect(ended.tone(1000, 500)).toMatchObject({ ratio: 1, frames: 10 })
})

test('keeps the last 30 seconds as sound', () => {
  const hearing = new Hearing()
  hear(hearing, 31_000, () => SILENCE)
  expect(hearing.summary().frames).toBe(1550)
  expect(hearing.last(60_000).length).toBe(8000 * 30)
})
