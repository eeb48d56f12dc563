import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JitterBuffer } from './jitter-buffer.ts'

const frame = (byte: number, frames = 1) => new Uint8Array(160 * frames).fill(byte)
const taken = (buffer: JitterBuffer, count: number) => Array.from({ length: count }, () => buffer.shift()?.[0])

test('starts when two frames are there and plays them in order', () => {
  const buffer = new JitterBuffer()
  buffer.push(frame(1))
  expect(taken(buffer, 1)).toEqual([undefined])
  buffer.push(frame(2))
  expect(taken(buffer, 3)).toEqual([1, 2, undefined])
})

test('fills up again after it ran dry', () => {
  const buffer = new JitterBuffer()
  buffer.push(frame(1, 2))
  taken(buffer, 3)
  buffer.push(frame(3))
  expect(taken(buffer, 1)).toEqual([undefined])
  buffer.push(frame(4))
  expect(taken(buffer, 2)).toEqual([3, 4])
})

test('a burst costs its oldest frames, never delay', () => {
  const buffer = new JitterBuffer()
  for (let byte = 1; byte <= 7; byte++) buffer.push(frame(byte))
  expect(taken(buffer, 3)).toEqual([6, 7, undefined])
})

test('whatever comes, frames are whole, in order, and at most six wait', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.constant('take'), fc.integer({ min: 0, max: 500 }))), (steps) => {
      const buffer = new JitterBuffer()
      let waiting = 0
      for (const step of steps) {
        if (typeof step === 'number') {
          buffer.push(new Uint8Array(step))
          waiting += Math.floor(step / 160)
          if (waiting > 6) waiting = 2
        } else {
          const sound = buffer.shift()
          if (sound) waiting -= 1
          expect(sound?.length ?? 160).toBe(160)
        }
        expect(waiting).toBeLessThanOrEqual(6)
        expect(waiting).toBeGreaterThanOrEqual(0)
      }
    }),
  )
})
