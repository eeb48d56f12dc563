import { type CallFilter, callCondition } from '#lib/calls/call-filter.ts'
import { type Sql, sql } from '#lib/db/sql.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import type { CallRow } from './csv.ts'

/** Rows read at once: about two hundred kilobytes, so that an export of any size needs no more memory than a page. */
const BATCH = 1_000

interface Wanted {
  businessId: string
  timeZone: string
  filter: CallFilter
}

/** The calls a filter lets through, newest first, a batch at a time; each batch is a short transaction of its own. */
export async function* readRows({ businessId, timeZone, filter }: Wanted): AsyncGenerator<CallRow[]> {
  for (let last: CallRow | undefined; ; ) {
    const after = last
    const rows = await withBusiness(businessId, (tx) => readBatch(tx, filter, timeZone, after))
    if (rows.length > 0) yield rows
    if (rows.length < BATCH) return
    last = rows.at(-1)
  }
}

async function readBatch(tx: Tx, filter: CallFilter, timeZone: string, last: CallRow | undefined): Promise<CallRow[]> {
  const condition = await callCondition(tx, filter, timeZone)
  const beyond = last ? sql`and (c.started_at, c.id) < (${last.started_at}::timestamptz, ${last.id}::uuid)` : sql``
  // One text instead of twenty thousand values: far less for the memory to hold at once.
  const [batch] = await tx.$queryRaw<{ rows: string }[]>`
    select coalesce(json_agg(r), '[]')::text as rows from (
    select c.id::text, ${iso(sql`c.started_at`)} as started_at, ${iso(sql`c.answered_at`)} as answered_at,
      ${iso(sql`c.ended_at`)} as ended_at, c.direction, c.status, c.outcome,
      c.caller_phone, c.caller_name, c.phone_number, u.name as agent, c.duration_s::text as duration,
      array_to_string(c.tags, ', ') as tags, c.notes, c.campaign, c.source, c.disposition, c.customer_id::text,
      c.has_recording::text, c.has_transcript::text
    from calls c left join users u on u.id = c.user_id
    where ${condition} ${beyond} order by c.started_at desc, c.id desc limit ${BATCH}) r`
  return JSON.parse(batch!.rows) as CallRow[]
}

const iso = (time: Sql): Sql => sql`to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
