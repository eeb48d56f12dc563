import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { startTestDatabase } from '#lib/db/test-database.ts'
import { startPostgres } from './postgres.mjs'
import { postgresPid } from './processes-of.mjs'

const PORT = '4150'
let database
let jobs
let owner
let child

beforeAll(async () => {
  database = await startTestDatabase()
  jobs = new pg.Pool({ connectionString: process.env.JOBS_DATABASE_URL })
  owner = new pg.Pool({ connectionString: process.env.DATABASE_URL })
  for (const pool of [jobs, owner]) pool.on('error', () => {}) // one test kills the server under their idle connections
})
afterEach(async () => {
  if (child && child.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  // A worker that finds a job as it starts, and loses the queue in the middle of it, ends to be started anew: not what is tested here.
  await jobs.query('delete from graphile_worker._private_jobs')
})
afterAll(async () => {
  await jobs.end()
  await owner.end()
  await database.stop()
})

function start(settings = {}) {
  const env = { ...process.env, WORKER_PORT: PORT, OFFHOOK_PARENT_PID: String(process.pid), ...settings }
  child = spawn(process.execPath, ['--import', 'tsx', 'worker/main.ts'], { env, stdio: ['pipe', 'ignore', 'pipe'] })
  return child
}

const health = (path) => fetch(`http://127.0.0.1:${PORT}${path}`).then((response) => response.status)

async function startReady() {
  start().stderr.resume()
  await vi.waitFor(async () => expect(await health('/readyz')).toBe(200), { timeout: 20_000, interval: 20 })
}

const OLD_ROW = `insert into rate_windows (key, starts_at, expires_at, count) values ('old', now(), now() - interval '1 s', 1) on conflict do nothing`

/** The tests' server writes what is committed a little later; with this it is written now. */
const writeAll = () => owner.query(`begin; set local synchronous_commit = on; ${OLD_ROW}; commit`)

/** A row that the cleaning job removes, and that job. */
async function leaveWork() {
  await owner.query(OLD_ROW)
  await jobs.query(`select graphile_worker.add_job('clean-expired')`)
}
const workDone = (options) =>
  vi.waitFor(async () => expect((await owner.query('select from rate_windows')).rowCount).toBe(0), options)

test('the worker says when it is ready, picks up a job at once, and ends in order', async () => {
  await startReady()
  expect(await health('/healthz')).toBe(200)
  expect(await health('/elsewhere')).toBe(404)
  const timesMs = []
  for (let round = 0; round < 9; round++) {
    await leaveWork()
    const startedAt = performance.now()
    await workDone({ timeout: 30_000, interval: 1 })
    timesMs.push(performance.now() - startedAt)
  }
  console.log(`a queued job was picked up and done in ${timesMs.sort((a, b) => a - b)[4].toFixed(0)} ms (median of 9)`)
  const { rows } = await owner.query('select worker_id from worker_heartbeats')
  expect(rows).toHaveLength(1)
  child.kill('SIGTERM')
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('it ends when the launcher that holds its stdin is gone', async () => {
  await startReady()
  child.stdin.end()
  expect(await once(child, 'exit')).toEqual([0, null])
})

test('a new worker takes over the jobs of one that fell silent, and leaves those of a live one', async () => {
  const lock = `update graphile_worker._private_jobs set locked_by = $1, locked_at = now() - interval '31 s'`
  await leaveWork()
  await jobs.query(lock, ['silent'])
  await startReady()
  await workDone({ timeout: 30_000 })
  child.kill('SIGTERM')
  await once(child, 'exit')

  await owner.query(`insert into worker_heartbeats (worker_id) values ('live')`)
  await leaveWork()
  await jobs.query(lock, ['live'])
  await startReady()
  const { rows } = await jobs.query('select locked_by from graphile_worker.jobs')
  expect(rows).toEqual([{ locked_by: 'live' }])
})

test('a job without a business fails, is kept with its reason, and runs nothing', async () => {
  await startReady()
  await jobs.query(`select graphile_worker.add_job('end-leg', '{"businessId": "x or true", "payload": {}}')`)
  const failed = () => jobs.query('select last_error, attempts from graphile_worker.jobs where last_error is not null')
  await vi.waitFor(async () => expect((await failed()).rows[0]?.last_error).toContain('Invalid UUID'), {
    timeout: 30_000,
  })
})

test('a missing setting or a taken port is one line and exit code 1', async () => {
  const lastLine = async (settings) => {
    const { stderr } = start(settings)
    const [words, [code]] = await Promise.all([text(stderr), once(child, 'exit')])
    return [words.trim().split('\n').at(-1), code]
  }
  expect(await lastLine({ JOBS_DATABASE_URL: '' })).toEqual(['offhook: worker: JOBS_DATABASE_URL is not set', 1])
  const other = createServer().listen(Number(PORT), '127.0.0.1')
  await once(other, 'listening')
  try {
    const [line, code] = await lastLine()
    expect(line).toMatch(/^offhook: worker: .*EADDRINUSE.*4150/)
    expect(code).toBe(1)
  } finally {
    other.close()
  }
})

test('it outlives a lost database connection and the end of its listening', async () => {
  await startReady()
  await jobs.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'offhook-jobs'`)
  await leaveWork()
  await workDone({ timeout: 20_000 })
  expect(await health('/readyz')).toBe(200)
})

test('it is back within 5 s of a PostgreSQL that was killed and came back', async () => {
  await startReady()
  await writeAll()
  process.kill(await postgresPid(database.dataDir), 'SIGKILL')
  await vi.waitFor(async () => expect(await health('/readyz')).toBe(503), { timeout: 5_000 })
  expect(await health('/healthz')).toBe(200)
  await startPostgres({ dataDir: database.dataDir, durable: false })
  await vi.waitFor(async () => expect(await health('/readyz')).toBe(200), { timeout: 5_000 })
  await leaveWork()
  await workDone({ timeout: 30_000 })
})
