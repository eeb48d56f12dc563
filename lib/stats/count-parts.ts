import { type CallFilter, callCondition } from '#lib/calls/call-filter.ts'
import type { Reader } from '#lib/db/read-business.ts'
import { TALLY } from './figures.ts'
import { CALL_ROW } from './rollup-rows.ts'
import type { Tally } from './stats-answers.ts'

/** The longest list of parts that is told. */
const MOST = 100

type Part<Key> = Tally & { key: Key }

/** The calls a filter lets through by agent, by line and by tag, the largest part first. A call with two tags counts for both. */
export async function countParts(tx: Reader, filter: CallFilter, timeZone: string) {
  const condition = await callCondition(tx, filter, timeZone)
  // One look at the calls for both: there are a hundred thousand in a month of a large business.
  const parts = await tx.$queryRaw<({ of: 'line'; part: Part<string> } | { of: 'agent'; part: Part<string | null> })[]>`
    select of, jsonb_build_object('key', key, 'calls', calls, 'answered', answered, 'missed', missed, 'duration', duration) as part
    from (
      select case grouping(user_id) when 0 then 'agent' else 'line' end as of,
        case grouping(user_id) when 0 then user_id::text else phone_number end as key, ${TALLY}
      from (select c.user_id, c.phone_number, ${CALL_ROW} from calls c where ${condition}) c
      group by grouping sets ((user_id), (phone_number))) parts
    order by calls desc, key`
  const tags = await tx.$queryRaw<Part<string>[]>`
    select key, ${TALLY} from (select unnest(c.tags) as key, ${CALL_ROW} from calls c where ${condition} and c.tags <> '{}') c
    group by key order by calls desc, key limit ${MOST}`
  return {
    agents: parts.flatMap((each) => (each.of === 'agent' ? [each.part] : [])).slice(0, MOST),
    lines: parts.flatMap((each) => (each.of === 'line' ? [each.part] : [])).slice(0, MOST),
    tags,
  }
}
