import { type Sql, sql } from '#lib/db/sql.ts'
import { cutRange, type TimeRange } from './time-range.ts'

/** A call as one of the rows that rollups hold sums of. */
export const CALL_ROW: Sql = sql`c.direction, c.status, coalesce(c.outcome, 'open') as outcome, 1 as calls,
  coalesce(c.duration_s, 0)::bigint as duration_s`
const ROLLUP_ROW = sql`r.direction, r.status, r.outcome, r.calls, r.duration_s`
const DAY = sql`interval '24 hours'`

const within = (column: Sql, { from, to }: TimeRange): Sql =>
  sql`${column} >= ${new Date(from)}::timestamptz and ${column} < ${new Date(to)}::timestamptz`

/** The quarters of an hour in a range whose rollups are out of date, as a query of `bucket`. */
export const changedQuarters = (range: TimeRange): Sql =>
  sql`select distinct bucket from call_rollup_changes where ${within(sql`bucket`, range)}`

/**
 * Rows (direction, status, outcome, calls, duration_s) that add up to the calls of a range: rollups of whole days, of the
 * quarters of an hour beside them, and the calls themselves where a rollup is out of date or the range cuts through it.
 */
export function rollupRows(range: TimeRange): Sql {
  const { days, quarters, rests } = cutRange(range)
  const [before, after] = quarters
  const whole = { from: before.from, to: after.to }
  return sql`
    with changed as materialized (${changedQuarters(whole)}),
    changed_days as materialized (
      select distinct date_bin(${DAY}, bucket, '2000-01-01T00:00:00Z') as day from changed where ${within(sql`bucket`, days)})
    select ${ROLLUP_ROW} from call_rollups r where r.span = 'day' and ${within(sql`r.bucket`, days)}
      and r.bucket not in (select day from changed_days)
    union all ${quarterRows(before)} union all ${quarterRows(after)}
    union all select ${ROLLUP_ROW} from changed_days d join call_rollups r on r.span = 'quarter'
      and r.bucket >= d.day and r.bucket < d.day + ${DAY} where r.bucket not in (select bucket from changed)
    union all select ${CALL_ROW} from changed join calls c on c.started_at >= changed.bucket
      and c.started_at < changed.bucket + interval '15 minutes'
    union all ${callRows(rests[0])} union all ${callRows(rests[1])}`
}

const quarterRows = (range: TimeRange): Sql => sql`select ${ROLLUP_ROW} from call_rollups r where r.span = 'quarter'
  and ${within(sql`r.bucket`, range)} and r.bucket not in (select bucket from changed)`

const callRows = (range: TimeRange): Sql =>
  sql`select ${CALL_ROW} from calls c where ${within(sql`c.started_at`, range)}`
