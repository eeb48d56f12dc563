import { type Filters, hrefOf, readQuery } from '#components/call-log/log-query.ts'
import type * as answers from '#lib/stats/stats-answers.ts'

export type Tally = answers.Tally
export type Speed = answers.Speed
export type Totals = answers.Figures
export type Period = answers.PeriodStats['data']
export type Answering = answers.Answering['data']

/** A bar of the chart over time: a day, or a week of a long period. */
export type Bin = Tally & { from: string; to: string }

export const COUNTED_AS = ['answered', 'missed', 'other'] as const
export type CountedAs = (typeof COUNTED_AS)[number]

const MOST_DAY_BARS = 62
const DAYS_OF_WEEK = 7

/** How many calls of a part count as this; the three add up to its calls. */
export const countAs = ({ calls, answered, missed }: Tally, as: CountedAs): number =>
  ({ answered, missed, other: calls - answered - missed })[as]

export const tallyOf = (totals: Totals): Tally => ({
  calls: totals.totalCalls,
  answered: totals.answeredCalls,
  missed: totals.missedCalls,
  duration: totals.totalDuration,
})

export const sumOf = (parts: readonly Tally[]): Tally =>
  parts.reduce(
    (sum, part) => ({
      calls: sum.calls + part.calls,
      answered: sum.answered + part.answered,
      missed: sum.missed + part.missed,
      duration: sum.duration + part.duration,
    }),
    { calls: 0, answered: 0, missed: 0, duration: 0 },
  )

/** Part of a whole, 0 to 1; null of nothing. */
export const shareOf = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

/** Seconds of an answered call; null where none was. */
export const averageOf = ({ answered, duration }: Tally): number | null => shareOf(duration, answered)

/** The bars of a period: its days, or from two months on its weeks, the last one perhaps short. */
export function binsOf(days: Period['days']): Bin[] {
  const size = days.length <= MOST_DAY_BARS ? 1 : DAYS_OF_WEEK
  return Array.from({ length: Math.ceil(days.length / size) }, (_, nth) => {
    const part = days.slice(nth * size, (nth + 1) * size)
    return { ...sumOf(part), from: part[0]!.day, to: part.at(-1)!.day }
  })
}

/** The five marks of an axis from 0 to at least `most`, in steps that read well. */
export function axisOf(most: number): number[] {
  const magnitude = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, most / 4))))
  const step = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10]
    .map((factor) => factor * magnitude)
    .find((s) => Number.isInteger(s) && s * 4 >= most)
  return [0, 1, 2, 3, 4].map((nth) => nth * (step ?? magnitude * 10))
}

/** The hours of the day to show: those with calls, and a working day around them. */
export function hoursOf(week: Period['week']): number[] {
  const hours = week.map(({ hour }) => hour)
  const [first, last] = [Math.min(8, ...hours), Math.max(17, ...hours)]
  return Array.from({ length: last - first + 1 }, (_, nth) => first + nth)
}

/** Bounds that both the page and a part set: the part counts what is within both. */
function narrowest(filters: Filters, part: Filters): Filters {
  const both = (['min_duration', 'max_duration', 'min_wait', 'max_wait'] as const).filter(
    (name) => filters[name] && part[name],
  )
  const bound = (name: (typeof both)[number]) =>
    (name.startsWith('min') ? Math.max : Math.min)(Number(filters[name]), Number(part[name]))
  return Object.fromEntries(both.map((name) => [name, String(bound(name))]))
}

/** The address of the calls a figure counts: the filters of the page, its days, and what makes the part. */
export function rowsHref(
  filters: Filters,
  { start_date, end_date }: Pick<Period, 'start_date' | 'end_date'>,
  part: Filters,
) {
  const { started: _, ...rest } = filters
  const tags = [filters.tags, part.tags].filter(Boolean).join(',')
  const wanted = { ...rest, start_date, end_date, ...part, ...narrowest(rest, part), ...(tags && { tags }) }
  return hrefOf({ ...readQuery(new URLSearchParams()), filters: wanted })
}
