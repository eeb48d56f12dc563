import { type CallFilter, callCondition } from '#lib/calls/call-filter.ts'
import type { Reader } from '#lib/db/read-business.ts'
import { type Sql, sql } from '#lib/db/sql.ts'
import { TALLY } from './figures.ts'
import { CALL_ROW } from './rollup-rows.ts'
import type { Tally } from './stats-answers.ts'

/** The longest list of parts that is told. */
const MOST = 100

type Part<Key> = Tally & { key: Key }

/** The calls a filter lets through by agent, by line and by tag, the largest part first. A call with two tags counts for both. */
export async function countParts(tx: Reader, filter: CallFilter, timeZone: string) {
  const condition = await callCondition(tx, filter, timeZone)
  return {
    agents: await countBy<string | null>(tx, sql`c.user_id::text`, sql`calls c`, condition),
    lines: await countBy<string>(tx, sql`c.phone_number`, sql`calls c`, condition),
    tags: await countBy<string>(tx, sql`tag`, sql`calls c cross join unnest(c.tags) tag`, condition),
  }
}

const countBy = <Key>(tx: Reader, key: Sql, from: Sql, condition: Sql) =>
  tx.$queryRaw<Part<Key>[]>`
    select key, ${TALLY} from (select ${key} as key, ${CALL_ROW} from ${from} where ${condition}) c
    group by key order by calls desc, key limit ${MOST}`
