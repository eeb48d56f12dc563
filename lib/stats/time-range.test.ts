import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutRange, type TimeRange } from './time-range.ts'

const HOUR_MS = 3_600_000
const ms = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2020, 0, 6) })
const edge = fc.oneof(
  ms,
  ms.map((at) => at - (at % (HOUR_MS / 4))),
  ms.map((at) => at - (at % (24 * HOUR_MS))),
)

test('the parts of a range follow each other without a gap, and rollups are whole', () => {
  fc.assert(
    fc.property(edge, edge, (one, other) => {
      const range = { from: Math.min(one, other), to: Math.max(one, other) }
      const { days, quarters, rests } = cutRange(range)
      const inOrder = [rests[0], quarters[0], days, quarters[1], rests[1]]
      expect(inOrder.map((part) => part.from)).toEqual([range.from, ...inOrder.slice(0, -1).map((part) => part.to)])
      expect(inOrder.at(-1)!.to).toBe(range.to)
      for (const part of inOrder) expect(part.to).toBeGreaterThanOrEqual(part.from)
      const isWhole = (part: TimeRange, step: number) =>
        part.from === part.to || (part.from % step === 0 && part.to % step === 0)
      expect(isWhole(days, 24 * HOUR_MS)).toBe(true)
      expect(quarters.every((part) => isWhole(part, HOUR_MS / 4))).toBe(true)
      for (const rest of rests) expect(rest.to - rest.from).toBeLessThan(HOUR_MS / 2)
    }),
  )
})
