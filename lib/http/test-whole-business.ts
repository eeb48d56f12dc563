import { createHash } from 'node:crypto'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'

/** Bookkeeping that requests leave by themselves. */
const PASSING = ['webhook_deliveries', 'single_use_tokens']

const tablesOf = (tx: Tx) =>
  tx.$queryRaw<{ name: string; hasId: boolean }[]>`
    select t.table_name as name, bool_or(c.column_name = 'id') as "hasId"
    from information_schema.columns t join information_schema.columns c using (table_schema, table_name)
    where t.table_schema = 'public' and t.column_name = 'business_id' and t.table_name <> all(${PASSING})
    group by 1 order by 1`

/** Every id that a business's rows have, whatever they are of: its call's first, its recording's last. */
export const idsOf = (businessId: string): Promise<string[]> =>
  withBusiness(businessId, async (tx) => {
    const ids: string[] = []
    for (const { name, hasId } of await tablesOf(tx)) {
      if (!hasId) continue
      const rows = await tx.$queryRawUnsafe<{ id: string }[]>(`select id::text as id from ${name} order by 1 limit 1`)
      ids.push(...rows.map(({ id }) => id).filter((id) => id.length === 36))
    }
    const [call, recording] = [await tx.call.findFirstOrThrow(), await tx.recording.findFirstOrThrow()]
    const legs = await tx.callLeg.findMany({ select: { callSid: true } })
    const known = new Set([...ids, ...legs.map(({ callSid }) => callSid)])
    for (const { id } of [call, recording]) known.delete(id)
    return [call.id, ...known, recording.id]
  })

/** A fingerprint of each table's rows of a business; when a key was used last is no part of it. */
export const rowsOf = (businessId: string): Promise<Record<string, string>> =>
  withBusiness(businessId, async (tx) => {
    const prints: Record<string, string> = {}
    for (const { name } of await tablesOf(tx)) {
      const rows = await tx.$queryRawUnsafe<{ row: string }[]>(
        `select (to_jsonb(t) - 'last_used_at')::text as row from ${name} t order by 1`,
      )
      prints[name] = createHash('sha256')
        .update(rows.map(({ row }) => row).join('\n'))
        .digest('hex')
    }
    return prints
  })
