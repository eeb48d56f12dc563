/**
 * The sidecar as a bridge between the carrier's streams and an assistant: how long a frame takes there and back, what it
 * costs, how many streams one core carries, beside a plain relay in the same run. The sidecar has one core, the load the other.
 *
 *   node --import tsx bench/media.mjs | tee bench/media.txt
 */
import { execFileSync, spawn } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { storeCredential } from '../lib/assistants/credentials.ts'
import { issueMediaTicket } from '../lib/assistants/media-ticket.ts'
import { closeDatabase } from '../lib/db/client.ts'
import { createTestBusiness } from '../lib/db/test-business.ts'
import { startTestDatabase } from '../lib/db/test-database.ts'
import { withBusiness } from '../lib/db/with-business.ts'
import { newId, newSid } from '../lib/ids.ts'
import { bundleOptions } from '../scripts/bundle.mjs'
import { SIDECAR_FLAGS } from '../scripts/processes.mjs'
import { ROOT } from '../scripts/repository.mjs'

const PORT = Number(process.env.BENCH_PORT ?? 3560)
/** Row M20 of the faults: so many streams on two processors. */
const OFFICE = 200
const BASE = Number(process.env.BENCH_STREAMS ?? 300)
/** Streams after which a process has loaded and compiled what it needs; what more cost is counted from there. */
const WARM = 20
const STEP = Number(process.env.BENCH_STEP ?? 50)
const MOST = Number(process.env.BENCH_MOST ?? 1_500)
const LIMIT_MS = 20
const WINDOW_MS = Number(process.env.BENCH_WINDOW_MS ?? 10_000)
const AGGREGATED_MS = 100

const dir = await mkdtemp(join(tmpdir(), 'offhook-bench-'))
const database = await startTestDatabase()
const isPinned = canPin()
const load = startNode(1, [file('./media-load.mjs')], {})
try {
  await buildSidecar()
  const { url } = await ask(load, { do: 'echo' })
  const business = await prepare()
  const rows = []
  for (const server of servers(url)) rows.push(await run(server, business))
  print(rows)
} finally {
  load.kill()
  await closeDatabase()
  await database.stop()
  await rm(dir, { recursive: true })
}

function file(name) {
  return fileURLToPath(new URL(name, import.meta.url))
}

function servers(url) {
  const common = { ELEVENLABS_API_URL: url, WS_PORT: String(PORT), HOST: '127.0.0.1', DRAIN_LIMIT_S: '0' }
  const publicUrl = `ws://127.0.0.1:${PORT}`
  const sidecar = [...SIDECAR_FLAGS, join(dir, 'sidecar.mjs')]
  const env = { ...common, PUBLIC_WS_URL: publicUrl }
  return [
    { name: 'floor: ws + JSON', args: [file('./media-floor.mjs')], env: common },
    { name: 'sidecar, frame by frame', args: sidecar, env: { ...env, MEDIA_CHUNK_MS: '20' } },
    {
      name: 'sidecar, longer when busy',
      args: sidecar,
      env: { ...env, MEDIA_CHUNK_MS: 'auto' },
      limitMs: LIMIT_MS + AGGREGATED_MS - 20,
    },
  ]
}

function canPin() {
  try {
    execFileSync('taskset', ['-c', '1', 'true'])
    return availableParallelism() > 1
  } catch {
    return false
  }
}

/** A process of ours on one core. */
function startNode(core, args, env) {
  const node = [process.execPath, ...args]
  const [command, ...rest] = isPinned ? ['taskset', '-c', String(core), ...node] : node
  return spawn(command, rest, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], env: { ...process.env, ...env } })
}

async function ask(child, message) {
  const left = new AbortController()
  const answer = once(child, 'message', left)
  const gone = once(child, 'exit', left).then(() => Promise.reject(new Error('a process under measurement is gone')))
  child.send(message)
  try {
    return (await Promise.race([answer, gone]))[0]
  } finally {
    left.abort()
    await Promise.allSettled([answer, gone])
  }
}

async function buildSidecar() {
  await build({ ...bundleOptions(dir), entryPoints: { sidecar: 'sidecar/main.ts' } })
  await symlink(join(ROOT, 'node_modules'), join(dir, 'node_modules'))
}

async function prepare() {
  const business = await createTestBusiness()
  const { businessId } = business
  await withBusiness(businessId, (tx) => storeCredential(tx, businessId, null, { agentId: 'bench', apiKey: 'bench' }))
  return business
}

/** Legs with tickets, as the carrier would bring them. */
async function makeLegs({ businessId, account: { accountSid, authToken }, line }, count) {
  const path = `/media/${accountSid}`
  const signature = createHmac('sha1', authToken).update(`wss://127.0.0.1:${PORT}${path}`).digest('base64')
  const ids = Array.from({ length: count }, () => ({ callId: newId(), conversationId: newId(), callSid: newSid('CA') }))
  await withBusiness(businessId, async (tx) => {
    const call = {
      businessId,
      origin: 'inbound',
      direction: 'inbound',
      status: 'in-progress',
      phoneNumber: line.number,
    }
    await tx.call.createMany({ data: ids.map(({ callId }) => ({ ...call, id: callId, startedAt: new Date() })) })
    const conversation = { businessId, state: 'waiting', prompt: 'Echo.', firstMessage: '' }
    await tx.assistantConversation.createMany({
      data: ids.map(({ callId, conversationId }) => ({ ...conversation, callId, id: conversationId })),
    })
  })
  const legs = []
  for (const id of ids) {
    const ticket = await issueMediaTicket({ businessId, ...id, mode: 'assistant' })
    legs.push({ path, signature, accountSid, callSid: id.callSid, streamSid: newSid('MZ'), ticket })
  }
  return legs
}

async function run({ name, args, env, limitMs = LIMIT_MS }, business) {
  const server = startNode(0, ['--import', file('./gauge.mjs'), ...args], env)
  await untilListening()
  let open = 0
  const grow = async (count) => {
    while (open < count) {
      const more = Math.min(20, count - open)
      await ask(load, { do: 'open', port: PORT, legs: await makeLegs(business, more) })
      open += more
    }
    await wait(1_000)
  }
  await grow(WARM)
  await measure(server)
  const warmMb = rssMb(server.pid)
  const warmHeld = await ask(server, 'held')
  await grow(OFFICE)
  const office = await measure(server)
  await grow(BASE)
  const base = await measure(server)
  const streamKb = ((rssMb(server.pid) - warmMb) * 1024) / (BASE - WARM)
  const heldKb = ((await ask(server, 'held')) - warmHeld) / 1024 / (BASE - WARM)
  let most = isGood(base, limitMs) ? BASE : 0
  let failed = base
  for (let count = BASE + STEP; most === count - STEP && count <= MOST; count += STEP) {
    await grow(count)
    failed = await measure(server)
    if (isGood(failed, limitMs)) most = count
  }
  await ask(load, { do: 'close' })
  server.kill('SIGTERM')
  await once(server, 'exit')
  return { name, office, base, most, failed, warmMb, streamKb, heldKb }
}

/** Jitter is how far the slowest hundredth lies behind the middle; what is added is measured against the floor of the same run. */
function tellOffice({ p50, p99, loopLateMs, cpuPercent }, floor) {
  const added = p99 - p50 - (floor.p99 - floor.p50)
  return `loop late p99 ${loopLateMs.toFixed(1)} ms, jitter ${(p99 - p50).toFixed(1)} ms (${added.toFixed(1)} added), ${cpuPercent.toFixed(0)} % of a core`
}

function isGood({ p99, lost, strange, closed }, limitMs) {
  return p99 <= limitMs && lost === 0 && strange === 0 && closed === 0
}

async function untilListening() {
  while (!(await fetch(`http://127.0.0.1:${PORT}/readyz`).catch(() => undefined))) await wait(50)
}

async function measure(server) {
  server.send('start')
  const far = await ask(load, { do: 'measure', ms: WINDOW_MS })
  const { cpuMs, ms, lateP99Ms } = await ask(server, 'stop')
  return { ...far, cpuUs: (cpuMs * 1000) / far.frames, cpuPercent: (cpuMs / ms) * 100, loopLateMs: lateP99Ms }
}

function rssMb(pid) {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024
}

function print(rows) {
  const heads = [
    'server',
    'p50 ms',
    'p99 ms',
    'us/frame',
    'core %',
    'loop late p99',
    'lost',
    'reordered',
    'misaddressed',
    'load late p99',
    `MB at ${WARM}`,
    'KB/stream',
    'held',
    'most streams',
  ]
  const lines = rows.map(({ name, base, most, failed, warmMb, streamKb, heldKb }) => [
    name,
    ...[base.p50, base.p99, base.cpuUs, base.cpuPercent, base.loopLateMs].map((value) => value.toFixed(2)),
    ...[base.lost, base.reordered, base.strange].map(String),
    base.lateP99.toFixed(2),
    warmMb.toFixed(0),
    streamKb.toFixed(0),
    heldKb.toFixed(0),
    `${most} (then p99 ${failed.p99.toFixed(1)} ms, ${failed.lost} lost, load ${failed.lateP99.toFixed(1)} ms late)`,
  ])
  const widths = heads.map((_, column) => Math.max(...[heads, ...lines].map((line) => line[column].length)))
  const table = [heads, ...lines].map((line) =>
    line
      .map((text, column) => text.padEnd(widths[column]))
      .join('  ')
      .trimEnd(),
  )
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')
  process.stdout.write(
    `Media bridge, Node ${process.versions.node}, ${availableParallelism()} cores, ${isPinned ? 'server and load each on one' : 'not pinned'}, load ${load}\n` +
      `${BASE} streams of 50 frames a second, ${WINDOW_MS / 1000} s; then ${STEP} more each time until p99 is over ${LIMIT_MS} ms (aggregated: ${LIMIT_MS + AGGREGATED_MS - 20}) or a frame is lost\n\n` +
      `${table.join('\n')}\n\n` +
      `With ${OFFICE} streams: ${rows.map(({ name, office }) => `${name}: ${tellOffice(office, rows[0].office)}`).join('\n                  ')}\n` +
      `Aims (M20): the event loop late by less than 20 ms (p99), less than 5 ms of jitter added, less than 70 % of a core\n\n` +
      'Aims: at least 650 streams frame by frame and 1,200 aggregated; over the floor at most 0.1 ms p50 and 1 ms p99; at most 60 KB a stream\n' +
      'KB/stream is what the process grew by, room for garbage included; held is what a stream keeps of it after a collection\n',
  )
}
