import { z } from 'zod'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { beginOf, callCondition } from '#lib/calls/call-filter.ts'
import { COUNTED, REASON, WAIT } from '#lib/calls/counted-as.ts'
import { type Reader, readBusiness } from '#lib/db/read-business.ts'
import { sql } from '#lib/db/sql.ts'
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
  const { businessId, business } = principal
  const period = periodOf(query, business.timeZone)
  const counted = await readBusiness(businessId, (tx) => countAnswering(tx, period, business.timeZone))
  const [start_date, end_date] = [period.start_date.day, period.end_date.day]
  return { success: true, data: { start_date, end_date, within_seconds: SOON_S, ...counted } }
}

/**
 * Looks at every call of the days and of those before, which are one range: what it counts is in no rollup. An index has all that
 * is asked for.
 */
async function countAnswering(tx: Reader, period: Period, timeZone: string) {
  const condition = await callCondition(tx, { ...period, start_date: before(period).start_date }, timeZone)
  const isNow = sql`c.started_at >= ${beginOf(period.start_date, timeZone)} as "isNow"`
  const speeds = await tx.$queryRaw<SpeedRow[]>`
    select "isNow", count(*)::int as incoming, count(*) filter (where abandoned)::int as abandoned,
      count(wait)::int as answered, count(*) filter (where wait <= ${SOON_S})::int as within, avg(wait) as average,
      percentile_cont(array[0.5, 0.9]) within group (order by wait) as waits
    from (
      select ${isNow}, ${COUNTED.abandoned} as abandoned, case when ${COUNTED.answered} then ${WAIT} end as wait
      from calls c where ${condition} and c.direction = 'inbound') c
    group by 1`
  const groups = await tx.$queryRaw<GroupRow[]>`
    select "isNow", width_bucket(length, ${LENGTHS}::int[]) - 1 as length, reason, count(*)::int as calls
    from (
      select ${isNow}, ${REASON} as reason, case when ${COUNTED.answered} then c.duration_s end as length
      from calls c where ${condition}) c
    where length is not null or reason is not null group by 1, 2, 3 order by calls desc, reason`
  return { speed: speedOf(speeds, true), previous: speedOf(speeds, false), ...partsOf(groups) }
}

type SpeedRow = Omit<Speed, 'p50' | 'p90'> & { isNow: boolean; waits: (number | null)[] | null }

function speedOf(rows: SpeedRow[], isNow: boolean): Speed {
  const row = rows.find((each) => each.isNow === isNow)
  if (!row) return { incoming: 0, abandoned: 0, answered: 0, within: 0, average: null, p50: null, p90: null }
  const { isNow: _, waits, ...counted } = row
  return { ...counted, p50: waits?.[0] ?? null, p90: waits?.[1] ?? null }
}

interface GroupRow {
  isNow: boolean
  /** Which of LENGTHS; null where nobody spoke. */
  length: number | null
  reason: string | null
  calls: number
}

/** The largest reason first. */
function partsOf(groups: GroupRow[]): Pick<Answering['data'], 'lengths' | 'reasons'> {
  const count = (isNow: boolean, holds: (group: GroupRow) => boolean) =>
    groups.filter((group) => group.isNow === isNow && holds(group)).reduce((sum, { calls }) => sum + calls, 0)
  const both = (holds: (group: GroupRow) => boolean) => ({ calls: count(true, holds), before: count(false, holds) })
  const reasons = groups.flatMap(({ isNow, reason }) => (isNow && reason !== null ? [reason] : []))
  return {
    lengths: LENGTHS.map((min_duration, nth) => ({
      min_duration,
      max_duration: LENGTHS[nth + 1] === undefined ? null : LENGTHS[nth + 1]! - 1,
      ...both(({ length }) => length === nth),
    })),
    reasons: reasons.slice(0, MOST).map((reason) => ({ reason, ...both((group) => group.reason === reason) })),
  }
}
