import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { processesOf } from '../scripts/processes-of.mjs'
import { ROOT } from '../scripts/repository.mjs'
import { callLogCases, timeOf, transactionOver } from './call-log-cases.mjs'
import { asOwner, load, onFilledDatabase } from './filled-database.mjs'

/**
 * The call log at five million calls: `node bench/call-log.mjs [calls]`. Prints a table and writes it to bench/call-log.txt.
 * SQL is all statements of one answer as the app role under row-level security, on one connection; "naive" is one plain
 * statement in the same place, in the same run. HTTP is the whole answer of the running system, one request after the other.
 */
const CALLS = Number(process.argv[2] ?? 5_000_000)
const KEY = 'ofk_bench_call_log'
const ZONE = 'Europe/London'

const lines = []
const say = (line) => {
  lines.push(line)
  console.log(line)
  writeFileSync(join(ROOT, 'bench/call-log.txt'), `${lines.join('\n')}\n`)
}
const table = (name, cells) =>
  say(
    `${name.padEnd(32)}${cells.map((cell) => (typeof cell === 'number' ? cell.toFixed(2) : cell).padStart(10)).join('')}`,
  )

const began = Date.now()
const progress = (word) => console.log(`${word} after ${seconds(began)} s`)
await onFilledDatabase({ calls: CALLS, say: progress }, async ({ businesses: [largest], env, dataDir, startOnIt }) => {
  say(`call-log, ${cpus().length} cores, Node ${process.versions.node}, load before ${loadavg()[0].toFixed(1)}`)
  say(
    `${CALLS} calls of 50 businesses made in ${seconds(began)} s; measured in the largest, ${largest.calls} calls. ms`,
  )
  await asOwner((owner) => addKey(owner, largest))
  const cases = await measureSql(largest)
  const system = startOnIt()
  await system.ready
  try {
    const ask = askAs(env.PORT)
    await measureHttp(ask, cases)
    await measureExports(ask, dataDir, largest.calls)
  } finally {
    await system.stop()
  }
})

function seconds(since) {
  return ((Date.now() - since) / 1000).toFixed(0)
}

/** A connection as the app role, what its cases are about, and the way into the business. */
async function openSql({ id, calls }) {
  const { signContext } = await load('db/with-business.ts')
  const client = new pg.Client({ connectionString: process.env.APP_DATABASE_URL })
  await client.connect()
  // A naive statement may take longer than any of ours is allowed to.
  await client.query('set statement_timeout = 0')
  const inside = async (work) => {
    await client.query('begin')
    await client.query(`select set_config('offhook.ctx', $1, true)`, [signContext(id)])
    const result = await work()
    await client.query('commit')
    return result
  }
  const one = async (sql) => (await inside(() => client.query(sql))).rows[0]
  const offset = Math.floor(calls / 2)
  const { cursorAfter } = await load('calls/list-cursor.ts')
  const row = await one(
    `select id, started_at, caller_phone as number from calls order by started_at desc, id desc offset ${offset} limit 1`,
  )
  const cursor = cursorAfter({ id: row.id, startedAt: row.started_at }, { sort_by: 'started_at', sort_order: 'desc' })
  const { agent } = await one('select user_id as agent from memberships limit 1')
  const { line } = await one('select number as line from phone_numbers limit 1')
  return { client, inside, about: { middle: { ...row, cursor, offset }, agent, line, zone: ZONE } }
}

async function addKey(owner, { id }) {
  await owner.query('alter table api_keys no force row level security')
  await owner.query(
    `insert into api_keys (business_id, id, name, key_hash, scopes) values ($1, $1, 'bench', $2, '{calls:read,calls:export}')`,
    [id, createHash('sha256').update(KEY).digest('hex')],
  )
  await owner.query('alter table api_keys force row level security')
}

async function measureSql(business) {
  const { client, inside, about } = await openSql(business)
  const [{ CallFilter, callCondition }, { countGroups }, { sql }] = [
    await load('calls/call-filter.ts'),
    await load('stats/count-groups.ts'),
    await load('db/sql.ts'),
  ]
  const tx = transactionOver(client, sql)
  const cases = callLogCases({ CallFilter, callCondition, countGroups, sql }, about)
  table('SQL', ['p50', 'p99', 'naive p50', 'naive p99'])
  for (const { name, ours, naive } of cases) {
    const good = await inside(() => timeOf(() => ours(tx)))
    const plain = await inside(() => timeOf(() => client.query(naive), 20))
    table(name, [good.p50, good.p99, plain.p50, plain.p99])
  }
  await client.end()
  return cases
}

/** Asks the running system as a program with the key. */
function askAs(port) {
  return async (path, options) => {
    const response = await fetch(`http://localhost:${port}/api/${path}`, {
      headers: { authorization: `Bearer ${KEY}` },
      ...options,
    })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
}

/** The same questions to the running system, on the same database and with its own settings. */
async function measureHttp(ask, cases) {
  table('HTTP', ['p50', 'p99'])
  for (const { name, path = '', query } of cases.filter((asked) => asked.query !== undefined)) {
    const { p50, p99 } = await timeOf(async () => (await ask(`calls${path && `/${path}`}?${query}`)).text())
    table(name, [p50, p99])
  }
}

/** The same calls by both ways: streamed by the web process, and written to a file by the worker. */
async function measureExports(ask, dataDir, calls) {
  const streamed = await withMemory(dataDir, 'next-server', async () => {
    let [bytes, rows] = [0, -1]
    for await (const chunk of (await ask('calls/export')).body) {
      bytes += chunk.length
      rows += chunk.filter((byte) => byte === 10).length
    }
    return { bytes, rows }
  })
  tellExport(`export of ${calls} calls, streamed`, 'web', streamed)
  const written = await withMemory(dataDir, 'worker.mjs', async () => {
    const { data } = await (await ask('exports', { method: 'POST' })).json()
    for (;;) {
      const { status, rows, bytes } = (await (await ask(`exports/${data.id}`)).json()).data
      if (status === 'ready') return { bytes, rows }
      if (status === 'failed') throw new Error('the export failed')
      await pause(500)
    }
  })
  tellExport(`export of ${calls} calls, as a job`, 'worker', written)
}

/** Runs work and tells how much memory (RSS, MiB) the process of this command has before and at most, asked every 50 ms. */
async function withMemory(dataDir, command, work) {
  const { pid } = processesOf(dataDir).find((process) => process.command.includes(command))
  const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
  const [before, began] = [memory(), Date.now()]
  let peak = before
  const timer = setInterval(() => {
    peak = Math.max(peak, memory())
  }, 50)
  try {
    const result = await work()
    return { ...result, before, peak, seconds: seconds(began) }
  } finally {
    clearInterval(timer)
  }
}

function tellExport(what, name, { rows, bytes, before, peak, seconds: lasted }) {
  const memory = `${name} process ${before.toFixed(0)} MiB before, ${peak.toFixed(0)} MiB at most`
  say(`${what}: ${rows} rows, ${(bytes / 2 ** 20).toFixed(0)} MiB in ${lasted} s; ${memory}`)
}
