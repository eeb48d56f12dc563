import { EventEmitter } from 'node:events'
import { Logger, run, type WorkerEvents } from 'graphile-worker'
import pg from 'pg'
import { closeDatabase, pool } from '#lib/db/client.ts'
import { log } from '#lib/log.ts'
import { endWithLauncher } from '#lib/process/end-with-launcher.ts'
import { startHealthServer } from '#lib/process/health-server.ts'
import { beat } from '#lib/process/heartbeat.ts'
import { keepBeating, unlockSilent } from './heartbeat.ts'
import { keepResolving } from './resolve.ts'
import { settings } from './settings.ts'
import { crontab, tasks } from './tasks.ts'

const CONCURRENT_JOBS = 5

async function main(): Promise<void> {
  const { host, port, jobsUrl } = settings()
  const jobs = new pg.Pool({ connectionString: jobsUrl, max: CONCURRENT_JOBS + 3, application_name: 'offhook-jobs' })
  jobs.on('error', (error) => log.warn('an idle queue connection was lost', { error }))
  await unlockSilent(jobs)
  const { runner, workerId } = await startRunner(jobs)
  let isRunning = true
  await beat(workerId)
  const stopBeating = keepBeating(workerId, jobs)
  const stopResolving = keepResolving()
  const health = await startHealthServer(
    host,
    port,
    async () => isRunning && (await pool().query('select 1')).rowCount === 1,
  )
  log.info('the worker is ready', { port })

  endWithLauncher(async () => {
    isRunning = false
    stopBeating()
    health.close()
    await runner.stop()
    await stopResolving()
    await jobs.end()
    await closeDatabase()
  })
  // The runner ends by itself only when it lost the queue for good: a new process starts over.
  await runner.promise
  if (isRunning) throw new Error('the job runner ended')
}

/** The queue knows a worker by its pool's id, which it tells only by an event. */
async function startRunner(pgPool: pg.Pool) {
  const events: WorkerEvents = new EventEmitter()
  let workerId = ''
  events.once('pool:create', ({ workerPool }) => {
    workerId = workerPool.id
  })
  const logger = new Logger(() => (level, message) => {
    if (level === 'error' || level === 'warning') log[level === 'error' ? 'error' : 'warn'](message)
  })
  const concurrency = CONCURRENT_JOBS
  const looked = firstLook(events)
  const runner = await run({ pgPool, taskList: tasks, crontab, concurrency, noHandleSignals: true, events, logger })
  await looked
  return { runner, workerId }
}

/** The queue reads the names of its tasks once and keeps a failure for ever: a first look that fails must be the end of this process. */
function firstLook(events: WorkerEvents): Promise<void> {
  return new Promise((resolve, reject) => {
    events.once('worker:getJob:empty', () => resolve())
    events.once('job:start', () => resolve())
    events.once('worker:getJob:error', ({ error }) => reject(error))
  })
}

await main().catch((error: unknown) => {
  log.error('the worker cannot go on', { error })
  process.stderr.write(`offhook: worker: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
