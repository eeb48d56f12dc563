import { beginOf, type CallFilter, endOf } from '#lib/calls/call-filter.ts'
import type { Reader } from '#lib/db/read-business.ts'
import { sql } from '#lib/db/sql.ts'

const QUARTER_MS = 15 * 60_000
const DAY_MS = 24 * 3_600_000

/** Instants in ms since the epoch; `to` is the first one after. */
export interface TimeRange {
  from: number
  to: number
}

/** Of a filter without a beginning or an end; both are the begin of a day of UTC. */
const FIRST = Date.UTC(1900, 0, 1)
const LAST = Date.UTC(3001, 0, 1)

/** The instants a filter's dates stand for in the IANA zone. */
export async function rangeOf(tx: Reader, filter: CallFilter, timeZone: string): Promise<TimeRange> {
  const { start_date: start, end_date: end } = filter
  if (!start && !end) return { from: FIRST, to: LAST }
  const none = sql`null::timestamptz`
  const [row] = await tx.$queryRaw<{ from: Date | null; to: Date | null }[]>`
    select ${start ? beginOf(start, timeZone) : none} as from, ${end ? endOf(end, timeZone) : none} as to`
  const from = row?.from?.getTime() ?? FIRST
  return { from, to: Math.max(from, row?.to?.getTime() ?? LAST) }
}

/** A range in whole days of UTC, the whole quarters of an hour on both sides of them, and what is left at its ends. */
export interface Parts {
  days: TimeRange
  quarters: [TimeRange, TimeRange]
  rests: [TimeRange, TimeRange]
}

/** Cuts a range where rollups begin and end. Every instant of it is in exactly one part. */
export function cutRange({ from, to }: TimeRange): Parts {
  const quarters = inside({ from, to }, QUARTER_MS)
  const days = inside(quarters, DAY_MS)
  return {
    days,
    quarters: [
      { from: quarters.from, to: days.from },
      { from: days.to, to: quarters.to },
    ],
    rests: [
      { from, to: quarters.from },
      { from: quarters.to, to },
    ],
  }
}

/** The whole steps in a range; where there are none, an empty range at its end. */
function inside({ from, to }: TimeRange, step: number): TimeRange {
  const [first, last] = [Math.ceil(from / step) * step, Math.floor(to / step) * step]
  return first < last ? { from: first, to: last } : { from: to, to }
}
