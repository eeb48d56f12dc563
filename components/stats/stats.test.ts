import fc from 'fast-check'
import { expect, test } from 'vitest'
import { axisOf, binsOf, COUNTED_AS, countAs, hoursOf, rowsHref, sumOf } from './stats.ts'

const DAY_MS = 86_400_000
const day = (nth: number) => new Date(Date.UTC(2026, 0, 1) + nth * DAY_MS).toISOString().slice(0, 10)
const tally = fc
  .tuple(fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(90_000))
  .map(([answered, missed, other, duration]) => ({ calls: answered + missed + other, answered, missed, duration }))
const days = fc
  .array(tally, { minLength: 1, maxLength: 366 })
  .map((tallies) => tallies.map((each, nth) => ({ ...each, day: day(nth) })))

test('bars follow each other without a gap and add up to their days, whatever they stand for', () => {
  fc.assert(
    fc.property(days, (all) => {
      const bins = binsOf(all)
      expect(bins.length).toBeLessThanOrEqual(62)
      expect([bins[0]!.from, bins.at(-1)!.to]).toEqual([all[0]!.day, all.at(-1)!.day])
      for (const [nth, { from }] of bins.entries())
        if (nth > 0) expect(Date.parse(from)).toBe(Date.parse(bins[nth - 1]!.to) + DAY_MS)
      expect(sumOf(bins)).toEqual(sumOf(all))
      for (const bin of bins) expect(COUNTED_AS.reduce((sum, as) => sum + countAs(bin, as), 0)).toBe(bin.calls)
    }),
  )
})

test('an axis reaches over its highest bar in even, whole steps', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), (most) => {
      const marks = axisOf(most)
      const step = marks[1]!
      expect(marks).toEqual([0, 1, 2, 3, 4].map((nth) => nth * step))
      expect(Number.isInteger(step)).toBe(true)
      expect(marks[4]).toBeGreaterThanOrEqual(most)
      expect(step).toBeLessThanOrEqual(Math.max(1, most))
    }),
  )
  expect(axisOf(226)).toEqual([0, 60, 120, 180, 240])
})

test('every hour with calls is shown', () => {
  const at = (hour: number) => ({ weekday: 1, hour, calls: 1, answered: 1, missed: 0, duration: 1 })
  expect(hoursOf([])).toEqual([8, 9, 10, 11, 12, 13, 14, 15, 16, 17])
  expect([hoursOf([at(3)])[0], hoursOf([at(23)]).at(-1)]).toEqual([3, 23])
})

test('the calls of a figure are asked for by its days, not by a span that moves, with all tags', () => {
  const period = { start_date: '2026-11-07', end_date: '2026-11-20' }
  const href = rowsHref({ started: '30d', direction: 'inbound', tags: 'a' }, period, {
    counted_as: 'missed',
    tags: 'b',
  })
  const within = rowsHref({ min_duration: '90' }, period, { min_duration: '60', max_duration: '119' })
  expect(Object.fromEntries(new URL(within, 'http://desk.test').searchParams)).toEqual({
    ...period,
    min_duration: '90',
    max_duration: '119',
  })
  expect(Object.fromEntries(new URL(href, 'http://desk.test').searchParams)).toEqual({
    ...period,
    direction: 'inbound',
    counted_as: 'missed',
    tags: 'a,b',
  })
})
