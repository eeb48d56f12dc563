import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Playback } from './playback.ts'

const FRAME_MS = 20

/** The carrier, one way of delayMs off: plays a frame every 20 ms of its own clock, as long as it has something. */
class FarEnd {
  #queue: { at: number; ms: number }[] = []
  readonly #delayMs: number
  readonly #phase: number

  constructor(delayMs: number, phase: number) {
    this.#delayMs = delayMs
    this.#phase = phase
  }

  send(ms: number, now: number): void {
    this.#queue.push({ at: now + this.#delayMs, ms })
  }

  /** Ms it has played when a message sent now arrives. */
  played(now: number): number {
    let played = 0
    let waiting = 0
    const pending = [...this.#queue]
    for (let tick = this.#phase; tick <= now + this.#delayMs; tick += FRAME_MS) {
      while (pending[0] && pending[0].at <= tick) waiting += pending.shift()!.ms
      const frame = Math.min(FRAME_MS, waiting)
      waiting -= frame
      played += frame
    }
    return played
  }
}

const chunks = fc.array(
  fc.record({ waitMs: fc.integer({ min: 0, max: 1500 }), frames: fc.integer({ min: 1, max: 100 }) }),
  { minLength: 1, maxLength: 20 },
)

test('what was heard is known to one frame, however the sound came and however far the carrier is', () => {
  fc.assert(
    fc.property(
      chunks,
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 0, max: 19 }),
      fc.integer({ min: 0, max: 5000 }),
      (sent, delayMs, phase, thenMs) => {
        const playback = new Playback()
        const far = new FarEnd(delayMs, phase)
        let now = 0
        for (const { waitMs, frames } of sent) {
          now += waitMs
          playback.send(frames * FRAME_MS, now)
          far.send(frames * FRAME_MS, now)
        }
        now += thenMs
        expect(Math.abs(playback.clear(now) - far.played(now))).toBeLessThanOrEqual(FRAME_MS)
      },
    ),
  )
})

test('what is known never shrinks and never passes what was sent, whatever is sent, marked, cleared and returned', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('send' as const), ms: fc.double({ min: 0.125, max: 60_000, noNaN: true }) }),
    fc.record({ kind: fc.constantFrom('mark', 'clear', 'return') }),
  )
  fc.assert(
    fc.property(fc.array(fc.tuple(step, fc.nat(3000)), { maxLength: 60 }), (steps) => {
      const playback = new Playback()
      const names: string[] = []
      let now = 0
      let last = 0
      for (const [one, waitMs] of steps) {
        now += waitMs
        if (one.kind === 'send') playback.send((one as { ms: number }).ms, now)
        else if (one.kind === 'mark') names.push(playback.mark() ?? 'none')
        else if (one.kind === 'clear') playback.clear(now)
        else playback.returned(names.shift() ?? 'never set', now)
        const heard = playback.heardMs(now)
        expect(heard).toBeGreaterThanOrEqual(last - 1e-6)
        expect(heard).toBeLessThanOrEqual(playback.sentMs)
        last = heard
      }
    }),
  )
})

test('a mark that comes back proves what was before it, one that was cleared proves nothing', () => {
  const playback = new Playback()
  playback.send(1000, 0)
  const first = playback.mark()!
  expect(playback.mark()).toBeNull()
  expect(playback.returned(first, 10)).toBe(true)
  expect(playback.heardMs(10)).toBe(1000)

  playback.send(1000, 10)
  const second = playback.mark()!
  expect(playback.clear(310)).toBe(1300)
  expect(playback.returned(second, 320)).toBe(false)
  playback.send(500, 400)
  expect(playback.heardMs(500)).toBe(2100)
})
