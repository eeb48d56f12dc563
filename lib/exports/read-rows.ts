import { type CallFilter, callCondition } from '#lib/calls/call-filter.ts'
import { type Reader, readBusiness } from '#lib/db/read-business.ts'
import { sql } from '#lib/db/sql.ts'
import { CSV_LINE, iso } from './csv.ts'

/** Rows read at once: about a hundred kilobytes, so that an export of any size needs no more memory than a page. */
const BATCH = 500

interface Wanted {
  businessId: string
  timeZone: string
  filter: CallFilter
}

/** So many lines of CSV. */
export interface Lines {
  rows: number
  text: string
}

interface Batch extends Lines {
  /** The last of them. */
  id: string
  started_at: string
}

/** The calls a filter lets through, newest first, a batch at a time; each batch is a short transaction of its own. */
export async function* readRows({ businessId, timeZone, filter }: Wanted): AsyncGenerator<Lines> {
  for (let last: Batch | undefined; ; ) {
    const after = last
    const batch = await readBusiness(businessId, (tx) => readBatch(tx, filter, timeZone, after))
    const { rows, text } = batch
    // The driver's promises keep each answer until the old generation is collected: without its text an answer is small.
    batch.text = ''
    if (rows > 0) yield { rows, text }
    if (rows < BATCH) return
    last = batch
  }
}

async function readBatch(tx: Reader, filter: CallFilter, timeZone: string, last: Batch | undefined): Promise<Batch> {
  const condition = await callCondition(tx, filter, timeZone)
  const beyond = last ? sql`and (c.started_at, c.id) < (${last.started_at}::timestamptz, ${last.id}::uuid)` : sql``
  const [batch] = await tx.$queryRaw<Batch[]>`
    select count(*)::int as rows, string_agg(line, '' order by started_at desc, id desc) as text,
      (array_agg(id::text order by started_at, id))[1] as id, ${iso(sql`min(started_at)`)} as started_at
    from (
      select c.started_at, c.id, ${CSV_LINE} as line from calls c left join users u on u.id = c.user_id
      where ${condition} ${beyond} order by c.started_at desc, c.id desc limit ${BATCH}) c`
  return batch!
}
