import { CallFilter, callCondition } from '#lib/calls/call-filter.ts'
import { sql } from '#lib/db/sql.ts'
import type { Tx } from '#lib/db/with-business.ts'
import type { Group } from './figures.ts'
import { CALL_ROW, rollupRows } from './rollup-rows.ts'
import { rangeOf } from './time-range.ts'

/** What rollups tell apart; a filter by anything else is answered by looking at the calls. */
const ROLLED_UP = ['start_date', 'end_date', 'direction', 'status', 'outcome']
const NOT_ROLLED_UP = Object.keys(CallFilter.shape).filter((name) => !ROLLED_UP.includes(name)) as (keyof CallFilter)[]

/** Whether rollups can answer. */
export const isRolledUp = (filter: CallFilter): boolean =>
  NOT_ROLLED_UP.every((name) => filter[name] === undefined || filter[name] === '')

/** The calls a filter lets through, by direction, status and outcome. Exact at every moment, however old the rollups are. */
export async function countGroups(tx: Tx, filter: CallFilter, timeZone: string): Promise<Group[]> {
  const rows = isRolledUp(filter)
    ? rollupRows(await rangeOf(tx, filter, timeZone))
    : sql`select ${CALL_ROW} from calls c where ${await callCondition(tx, filter, timeZone)}`
  const { direction, status, outcome } = filter
  const alike = await callCondition(tx, { direction, status, outcome }, timeZone)
  return tx.$queryRaw<Group[]>`
    select direction, status, outcome, sum(calls)::int as calls, sum(duration_s)::float8 as "durationS"
    from (${rows}) c where ${alike} group by direction, status, outcome`
}
