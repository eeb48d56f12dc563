import { pool } from '#lib/db/client.ts'

/** Says that this process lives: on a row of worker_heartbeats, by the database's own time. */
export async function beat(processId: string): Promise<void> {
  await pool().query(
    'insert into worker_heartbeats (worker_id) values ($1) on conflict (worker_id) do update set beat_at = now()',
    [processId],
  )
}
