import { allBusinesses } from '#lib/db/across.ts'
import { pool } from '#lib/db/client.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { forgetIncoming } from '#lib/storage/incoming.ts'

/** Deletes what only had a meaning for a while. Ages are the database's own time. */
export async function cleanExpired(): Promise<void> {
  await pool().query('delete from rate_windows where expires_at < now()')
  await pool().query('delete from single_use_tokens where expires_at < now()')
  await pool().query(`delete from webhook_deliveries where received_at < now() - interval '24 hours'`)
  await pool().query(`delete from worker_heartbeats where beat_at < now() - interval '1 hour'`)
  await forgetIncoming()
  for (const businessId of await allBusinesses()) {
    await withBusiness(
      businessId,
      (tx) => tx.$executeRaw`delete from domain_events where created_at < now() - interval '7 days'`,
    )
  }
}
