import { type Sql, sql } from '#lib/db/sql.ts'
import { cutRange, type TimeRange } from './time-range.ts'

/** A call as one of the rows that rollups hold sums of. */
export const CALL_ROW: Sql = sql`c.direction, c.status, coalesce(c.outcome, 'open') as outcome, 1 as calls,
  coalesce(c.duration_s, 0)::bigint as duration_s`
const ROLLUP_ROW = sql`r.direction, r.status, r.outcome, r.calls, r.duration_s`

const within = (column: Sql, { from, to }: TimeRange): Sql =>
  sql`${column} >= ${new Date(from)}::timestamptz and ${column} < ${new Date(to)}::timestamptz`

/** Quarters of an hour in a range whose rollups are out of date. An index takes a plain column for a bound, and no sum: so each has its end. */
const changedIn = (range: TimeRange): Sql => sql`changed as materialized (
  select bucket, bucket + interval '15 minutes' as until from call_rollup_changes where ${within(sql`bucket`, range)} group by bucket)`
const OF_CHANGED = sql`from changed join calls c on c.started_at >= changed.bucket and c.started_at < changed.until`
const NOT_CHANGED = sql`r.bucket not in (select bucket from changed)`

/**
 * Rows (direction, status, outcome, calls, duration_s) that add up to the calls of a range: rollups of whole days, of the
 * quarters of an hour beside them, and the calls themselves where a rollup is out of date or the range cuts through it.
 */
export function rollupRows(range: TimeRange): Sql {
  const { days, quarters, rests } = cutRange(range)
  const [before, after] = quarters
  return sql`
    with ${changedIn({ from: before.from, to: after.to })},
    changed_days as materialized (
      select day, day + interval '24 hours' as until from
        (select distinct date_bin('24 hours', bucket, '2000-01-01T00:00:00Z') as day from changed where ${within(sql`bucket`, days)}) d)
    select ${ROLLUP_ROW} from call_rollups r where r.span = 'day' and ${within(sql`r.bucket`, days)}
      and r.bucket not in (select day from changed_days)
    union all ${quarterRows(before)} union all ${quarterRows(after)}
    union all select ${ROLLUP_ROW} from changed_days d join call_rollups r on r.span = 'quarter'
      and r.bucket >= d.day and r.bucket < d.until where ${NOT_CHANGED}
    union all select ${CALL_ROW} ${OF_CHANGED}
    union all ${callRows(rests[0])} union all ${callRows(rests[1])}`
}

/** The same with the time of each row, `at`, to the quarter of an hour that it is in. */
export function timedRows(range: TimeRange): Sql {
  const { quarters, rests } = cutRange(range)
  const whole = { from: quarters[0].from, to: quarters[1].to }
  const at = sql`, c.started_at as at`
  return sql`
    with ${changedIn(whole)}
    select ${ROLLUP_ROW}, r.bucket as at from call_rollups r where r.span = 'quarter' and ${within(sql`r.bucket`, whole)} and ${NOT_CHANGED}
    union all select ${CALL_ROW} ${at} ${OF_CHANGED}
    union all ${callRows(rests[0], at)} union all ${callRows(rests[1], at)}`
}

const quarterRows = (range: TimeRange): Sql =>
  sql`select ${ROLLUP_ROW} from call_rollups r where r.span = 'quarter' and ${within(sql`r.bucket`, range)} and ${NOT_CHANGED}`

const callRows = (range: TimeRange, more: Sql = sql``): Sql =>
  sql`select ${CALL_ROW} ${more} from calls c where ${within(sql`c.started_at`, range)}`
