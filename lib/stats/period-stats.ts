import { z } from 'zod'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { CallFilter } from '#lib/calls/call-filter.ts'
import { namesOf } from '#lib/calls/call-view.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { countGroups, countHours } from './count-groups.ts'
import { countParts } from './count-parts.ts'
import { figuresOf } from './figures.ts'
import type { PeriodStats, Tally } from './stats-answers.ts'

const MOST_DAYS = 366
const DAY_MS = 24 * 3_600_000
const NONE: Tally = { calls: 0, answered: 0, missed: 0, duration: 0 }

type Hour = Tally & { hour: string }

const day = z.iso
  .date()
  .regex(/^(19|2\d)/, 'must be of a year from 1900 to 2999')
  .transform((date) => ({ day: date }))

/** Whole days of the business's zone, the last one included, and the filters of the list; the last 30 days where none are named. */
export const PeriodQuery = CallFilter.extend({ start_date: day.optional(), end_date: day.optional() })
export type Period = CallFilter & { start_date: { day: string }; end_date: { day: string } }

/** The figures of some days, of as many days before them, and their parts by day, by hour of the week, by agent, line and tag. */
export async function periodStats({ principal }: Caller, query: z.output<typeof PeriodQuery>): Promise<PeriodStats> {
  authorise(principal, 'calls:read')
  const { timeZone } = principal.business
  const period = periodOf(query, timeZone)
  const data = await withBusiness(principal.businessId, async (tx) => {
    const hours = await countHours(tx, period, timeZone)
    return {
      time_zone: timeZone,
      ...(await totalsOf(tx, period, timeZone)),
      previous: await totalsOf(tx, before(period), timeZone),
      ...overTime(period, hours),
      ...(await namedParts(tx, period, timeZone)),
    }
  })
  return { success: true, data }
}

const totalsOf = async (tx: Tx, period: Period, timeZone: string) => ({
  start_date: period.start_date.day,
  end_date: period.end_date.day,
  totals: figuresOf(await countGroups(tx, period, timeZone)),
})

/** The days that are asked for. Throws `invalid_input` for none and for more than a year. */
export function periodOf(query: z.output<typeof PeriodQuery>, timeZone: string): Period {
  // Canada's dates are ISO 8601.
  const today = new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format()
  const end = query.end_date?.day ?? today
  const start = query.start_date?.day ?? shift(end, -29)
  const period = { ...query, start_date: { day: start }, end_date: { day: end } }
  const count = lengthOf(period)
  if (count >= 1 && count <= MOST_DAYS) return period
  const words = count < 1 ? 'is before start_date' : `is more than ${MOST_DAYS} days after start_date`
  throw new AppError('invalid_input', `end_date: ${words}`, { field: 'end_date' })
}

const lengthOf = ({ start_date: start, end_date: end }: Period) =>
  (Date.parse(end.day) - Date.parse(start.day)) / DAY_MS + 1

/** As many days before. */
export const before = (period: Period): Period => ({
  ...period,
  start_date: { day: shift(period.start_date.day, -lengthOf(period)) },
  end_date: { day: shift(period.start_date.day, -1) },
})

function overTime(period: Period, hours: Hour[]) {
  const byDay = sumBy(hours, ({ hour }) => hour.slice(0, 10))
  const days = Array.from({ length: lengthOf(period) }, (_, index) => shift(period.start_date.day, index))
  return { days: days.map((date) => ({ day: date, ...(byDay.get(date) ?? NONE) })), week: weekOf(hours) }
}

const shift = (date: string, days: number) => new Date(Date.parse(date) + days * DAY_MS).toISOString().slice(0, 10)

/** The hours of the week that have calls; weekday 1 is Monday. */
function weekOf(hours: Hour[]) {
  const keyed = sumBy(hours, ({ hour }) => `${new Date(hour.slice(0, 10)).getUTCDay() || 7} ${hour.slice(11)}`)
  return [...keyed].map(([key, sum]) => {
    const [weekday, hour] = key.split(' ').map(Number)
    return { weekday: weekday!, hour: hour!, ...sum }
  })
}

function sumBy(hours: Hour[], keyOf: (hour: Hour) => string): Map<string, Tally> {
  const sums = new Map<string, Tally>()
  for (const hour of hours) {
    const { calls, answered, missed, duration } = sums.get(keyOf(hour)) ?? NONE
    sums.set(keyOf(hour), {
      calls: calls + hour.calls,
      answered: answered + hour.answered,
      missed: missed + hour.missed,
      duration: duration + hour.duration,
    })
  }
  return sums
}

async function namedParts(tx: Tx, filter: Period, timeZone: string) {
  const [{ agents, lines, tags }, names] = [await countParts(tx, filter, timeZone), await namesOf(tx)]
  return {
    agents: agents.map(({ key, ...tally }) => ({
      user_id: key,
      name: key && (names.people.get(key) ?? null),
      ...tally,
    })),
    lines: lines.map(({ key, ...tally }) => ({ phone_number: key, label: names.lines.get(key) ?? null, ...tally })),
    tags: tags.map(({ key, ...tally }) => ({ tag: key, ...tally })),
  }
}
