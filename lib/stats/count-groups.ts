import { CallFilter, callCondition } from '#lib/calls/call-filter.ts'
import type { Reader } from '#lib/db/read-business.ts'
import { sql } from '#lib/db/sql.ts'
import { type Group, TALLY } from './figures.ts'
import { CALL_ROW, rollupRows, timedRows } from './rollup-rows.ts'
import type { Tally } from './stats-answers.ts'
import { rangeOf } from './time-range.ts'

/** What rollups tell apart; a filter by anything else is answered by looking at the calls. */
const ROLLED_UP = ['start_date', 'end_date', 'direction', 'status', 'outcome']
const NOT_ROLLED_UP = Object.keys(CallFilter.shape).filter((name) => !ROLLED_UP.includes(name)) as (keyof CallFilter)[]

/** Whether rollups can answer. */
const isRolledUp = (filter: CallFilter): boolean =>
  NOT_ROLLED_UP.every((name) => filter[name] === undefined || filter[name] === '')

/** The calls a filter lets through, by direction, status and outcome. Exact at every moment, however old the rollups are. */
export async function countGroups(tx: Reader, filter: CallFilter, timeZone: string): Promise<Group[]> {
  const rows = isRolledUp(filter)
    ? rollupRows(await rangeOf(tx, filter, timeZone))
    : sql`select ${CALL_ROW} from calls c where ${await callCondition(tx, filter, timeZone)}`
  return tx.$queryRaw<Group[]>`
    select direction, status, outcome, sum(calls)::int as calls, sum(duration_s)::float8 as "durationS"
    from (${rows}) c where ${await alike(tx, filter, timeZone)} group by direction, status, outcome`
}

/** The same by hours of the zone's clock, written 2026-11-20T09. */
export async function countHours(
  tx: Reader,
  filter: CallFilter,
  timeZone: string,
): Promise<(Tally & { hour: string })[]> {
  const rows = isRolledUp(filter)
    ? timedRows(await rangeOf(tx, filter, timeZone))
    : sql`select ${CALL_ROW}, c.started_at as at from calls c where ${await callCondition(tx, filter, timeZone)}`
  return tx.$queryRaw<(Tally & { hour: string })[]>`
    select to_char(hour, 'YYYY-MM-DD"T"HH24') as hour, ${TALLY} from (
      select date_trunc('hour', at at time zone ${timeZone}) as hour, outcome, status, calls, duration_s
      from (${rows}) c where ${await alike(tx, filter, timeZone)}) c
    group by hour order by hour`
}

/** Rollups hold all kinds of calls. */
const alike = (tx: Reader, { direction, status, outcome }: CallFilter, timeZone: string) =>
  callCondition(tx, { direction, status, outcome }, timeZone)
