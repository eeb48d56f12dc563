import { z } from 'zod'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { callCondition } from '#lib/calls/call-filter.ts'
import { COUNTED, REASON, WAIT } from '#lib/calls/counted-as.ts'
import { sql } from '#lib/db/sql.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { before, type Period, PeriodQuery, periodOf } from './period-stats.ts'
import type { Answering, Speed } from './stats-answers.ts'

/** Seconds within which a call should be answered. */
const SOON_S = 20
/** The shortest length in seconds of each group of lengths. */
const LENGTHS = [0, 30, 60, 120, 300, 600, 1800]
/** The longest list of reasons that is told. */
const MOST = 20

/** How fast the calls of some days were answered, how long they were, and why others were not; beside as many days before. */
export async function answeringStats({ principal }: Caller, query: z.output<typeof PeriodQuery>): Promise<Answering> {
  authorise(principal, 'calls:read')
  const { timeZone } = principal.business
  const period = periodOf(query, timeZone)
  const [now, past] = await withBusiness(principal.businessId, async (tx) => [
    await countAnswering(tx, period, timeZone),
    await countAnswering(tx, before(period), timeZone),
  ])
  const [start_date, end_date] = [period.start_date.day, period.end_date.day]
  const data = {
    ...{ start_date, end_date, within_seconds: SOON_S, speed: now.speed, previous: past.speed },
    lengths: LENGTHS.map((min_duration, nth) => ({
      min_duration,
      max_duration: LENGTHS[nth + 1] === undefined ? null : LENGTHS[nth + 1]! - 1,
      calls: callsOf(now.lengths, String(nth)),
      before: callsOf(past.lengths, String(nth)),
    })),
    reasons: now.reasons
      .slice(0, MOST)
      .map(({ key, calls }) => ({ reason: key, calls, before: callsOf(past.reasons, key) })),
  }
  return { success: true, data }
}

interface Counted {
  key: string
  calls: number
}

const callsOf = (counted: Counted[], key: string) => counted.find((each) => each.key === key)?.calls ?? 0

/** Looks at every call of the days: what it counts is in no rollup. */
async function countAnswering(tx: Tx, period: Period, timeZone: string) {
  const condition = await callCondition(tx, period, timeZone)
  const calls = sql`select c.direction, ${COUNTED.abandoned} as abandoned, ${REASON} as reason,
    case when ${COUNTED.answered} then c.duration_s end as length,
    case when c.direction = 'inbound' and ${COUNTED.answered} then ${WAIT}::float8 end as wait
    from calls c where ${condition}`
  const [speed] = await tx.$queryRaw<(Speed & { waits: (number | null)[] | null })[]>`
    select count(*) filter (where direction = 'inbound')::int as incoming, count(*) filter (where abandoned)::int as abandoned,
      count(wait)::int as answered, count(*) filter (where wait <= ${SOON_S})::int as within, avg(wait) as average,
      percentile_cont(array[0.5, 0.9]) within group (order by wait) as waits
    from (${calls}) c`
  const groups = await tx.$queryRaw<{ length: number | null; reason: string | null; calls: number }[]>`
    select width_bucket(length, ${LENGTHS}::int[]) - 1 as length, reason, count(*)::int as calls
    from (${calls}) c where length is not null or reason is not null group by 1, 2 order by 3 desc, 2`
  const { waits, ...counted } = speed!
  return {
    speed: { ...counted, p50: waits?.[0] ?? null, p90: waits?.[1] ?? null },
    lengths: groups.flatMap(({ length, calls }) => (length === null ? [] : { key: String(length), calls })),
    reasons: groups.flatMap(({ reason, calls }) => (reason === null ? [] : { key: reason, calls })),
  }
}
