import { allBusinesses } from '#lib/db/across.ts'
import { sql } from '#lib/db/sql.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'

/** Quarters of an hour counted again in one transaction. */
const BATCH = 200

/** Counts again what changed since it was counted, business by business; repeated at any moment it changes nothing. */
export async function refreshRollups(): Promise<void> {
  for (const businessId of await allBusinesses()) await refreshBusiness(businessId)
}

/** The same for one business. */
export async function refreshBusiness(businessId: string): Promise<void> {
  while ((await withBusiness(businessId, (tx) => refreshBatch(tx, businessId))) === BATCH);
}

/**
 * The changes are taken away before the calls are counted: one that comes in between is counted, and counted once more by
 * the next run. Returns how many quarters it was.
 */
async function refreshBatch(tx: Tx, businessId: string): Promise<number> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`rollups ${businessId}`}, 0))`
  const rows = await tx.$queryRaw<{ bucket: Date }[]>`
    select distinct bucket from call_rollup_changes order by bucket limit ${BATCH}`
  if (rows.length === 0) return 0
  const buckets = sql`${rows.map((row) => row.bucket)}::timestamptz[]`
  await tx.$executeRaw`delete from call_rollup_changes where bucket = any(${buckets})`
  await tx.$executeRaw`delete from call_rollups where span = 'quarter' and bucket = any(${buckets})`
  await tx.$executeRaw`
    with steps as materialized (select bucket, bucket + interval '15 minutes' as until from unnest(${buckets}) bucket)
    insert into call_rollups (business_id, span, bucket, direction, status, outcome, calls, duration_s)
    select ${businessId}::uuid, 'quarter', bucket, c.direction, c.status, coalesce(c.outcome, 'open'), count(*),
      coalesce(sum(c.duration_s), 0)
    from steps join calls c on c.started_at >= bucket and c.started_at < until
    group by 3, 4, 5, 6`
  await refreshDays(tx, businessId, [...new Set(rows.map(({ bucket }) => new Date(bucket).setUTCHours(0, 0, 0, 0)))])
  return rows.length
}

async function refreshDays(tx: Tx, businessId: string, starts: number[]): Promise<void> {
  const days = sql`${starts.map((ms) => new Date(ms))}::timestamptz[]`
  await tx.$executeRaw`delete from call_rollups where span = 'day' and bucket = any(${days})`
  await tx.$executeRaw`
    with steps as materialized (select day, day + interval '24 hours' as until from unnest(${days}) day)
    insert into call_rollups (business_id, span, bucket, direction, status, outcome, calls, duration_s)
    select ${businessId}::uuid, 'day', day, r.direction, r.status, r.outcome, sum(r.calls), sum(r.duration_s)
    from steps join call_rollups r on r.span = 'quarter' and r.bucket >= day and r.bucket < until
    group by 3, 4, 5, 6`
}
