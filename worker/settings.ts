import { env, SettingError } from '#lib/env.ts'

/** The queue's own role owns the queue's tables and sees nothing else. */
export function settings(): { host: string; port: number; jobsUrl: string } {
  const jobsUrl = process.env.JOBS_DATABASE_URL
  if (!jobsUrl) throw new SettingError('JOBS_DATABASE_URL is not set')
  return { host: env().HOST, port: env().WORKER_PORT, jobsUrl }
}
