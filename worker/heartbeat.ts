import type pg from 'pg'
import { pool } from '#lib/db/client.ts'
import { log } from '#lib/log.ts'
import { beat } from '#lib/process/heartbeat.ts'

const BEAT_MS = 10_000
const SILENT_S = 30

/** Frees the jobs of workers that have been silent for 30 s. The queue alone would keep them for 4 hours. */
export async function unlockSilent(jobs: pg.Pool): Promise<void> {
  const live = await pool().query<{ worker_id: string }>(
    `select worker_id from worker_heartbeats where beat_at > now() - make_interval(secs => $1)`,
    [SILENT_S],
  )
  await jobs.query(
    `select graphile_worker.force_unlock_workers(array_agg(distinct locked_by)) from graphile_worker.jobs
     where locked_at < now() - make_interval(secs => $1) and locked_by <> all ($2)`,
    [SILENT_S, live.rows.map((row) => row.worker_id)],
  )
}

/** Beats every 10 s and looks for silent workers every 30 s, until the returned function is called. */
export function keepBeating(workerId: string, jobs: pg.Pool): () => void {
  const report = (error: unknown) => log.warn('the heartbeat failed', { error })
  const beats = setInterval(() => beat(workerId).catch(report), BEAT_MS)
  const unlocks = setInterval(() => unlockSilent(jobs).catch(report), SILENT_S * 1000)
  return () => {
    clearInterval(beats)
    clearInterval(unlocks)
  }
}
