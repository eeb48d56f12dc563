import type { Tx } from '#lib/db/with-business.ts'

/** Our estimate of a minute with an assistant in USD, the carrier's stream included; it feeds the daily limit, not a bill. */
export const RATE_PER_MINUTE = 0.12

/** What an assistant has cost since its business's day began, in USD; every begun minute counts. */
export async function spentToday(tx: Tx, assistantId: string): Promise<number> {
  const rows = await tx.$queryRaw<{ minutes: number }[]>`
    select coalesce(sum(ceil(extract(epoch from coalesce(c.ended_at, now()) - coalesce(c.started_at, c.created_at)) / 60)), 0)::int as minutes
    from assistant_conversations c join businesses b on b.id = c.business_id
    where c.assistant_id = ${assistantId}::uuid and c.created_at >= date_trunc('day', now(), b.time_zone)`
  return rows[0]!.minutes * RATE_PER_MINUTE
}
