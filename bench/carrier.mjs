/**
 * What a live call costs the local carrier, and how fast one is set up, at 1, 8 and 16 calls. Each call is a conference of
 * two with sound both ways; up to 8 are placed by the real Voice SDK in Chromium, the others by simulated phones.
 *
 *   node --import tsx bench/carrier.mjs | tee bench/carrier.txt
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { createServer } from 'node:http'
import { availableParallelism, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { build } from 'esbuild'
import { accessToken, madeUpAccount } from '../local/carrier/signalling/test-account.ts'
import { bundleOptions, copyCarrierPage } from '../scripts/bundle.mjs'
import { ROOT } from '../scripts/repository.mjs'

const COUNTS = [1, 8, 16]
const MOST_BROWSERS = 8
const WINDOW_MS = 10_000
const CARRIER_PORT = 4230
const OURS = '+442079460111'
const account = madeUpAccount()
const CARRIER = `http://localhost:${CARRIER_PORT}`

const dir = await mkdtemp(join(tmpdir(), 'offhook-bench-'))
const app = await serveApplication()
const carrier = await startCarrier()
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    '--autoplay-policy=no-user-gesture-required',
    '--allow-loopback-in-peer-connection',
  ],
})
try {
  await setUpAccount()
  const idle = await measure()
  // A first call of a cold process is no measure of the second.
  await run(1, idle.cpuPercent)
  const rows = []
  for (const count of COUNTS) rows.push(await run(count, idle.cpuPercent))
  print(rows, idle)
} finally {
  await browser.close()
  carrier.kill('SIGTERM')
  await once(carrier, 'exit')
  app.server.close()
  app.server.closeAllConnections()
  await rm(dir, { recursive: true })
}

/** The application: calls by browsers and to our number join the conference named in their URL; and the page. */
async function serveApplication() {
  const entry = fileURLToPath(new URL('../local/carrier/signalling/test-page.ts', import.meta.url))
  const bundle = await build({ entryPoints: [entry], bundle: true, write: false, format: 'iife', logLevel: 'error' })
  let calls = 0
  const server = createServer((request, response) => {
    if (request.method === 'POST') {
      calls += 1
      const conference = `<Conference beep="false" waitUrl="" endConferenceOnExit="true">bench-${calls}</Conference>`
      response.setHeader('Content-Type', 'text/xml').end(`<Response><Dial>${conference}</Dial></Response>`)
    } else if (request.url === '/page.js') {
      response.setHeader('Content-Type', 'text/javascript').end(bundle.outputFiles[0].text)
    } else if (request.url === '/sound.wav') response.writeHead(404).end()
    else response.setHeader('Content-Type', 'text/html').end('<!doctype html><script src="/page.js"></script>')
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  return { server, url: `http://localhost:${server.address().port}`, lastRoom: () => `bench-${calls}` }
}

/** The carrier as it is shipped, in a process of its own that tells its processor time and its event loop's lateness. */
async function startCarrier() {
  const entryPoints = { 'local-carrier': 'local/carrier/main.ts' }
  await build({ ...bundleOptions(dir), entryPoints })
  await copyCarrierPage(dir)
  await symlink(join(ROOT, 'node_modules'), join(dir, 'node_modules'))
  const gauge = fileURLToPath(new URL('./gauge.mjs', import.meta.url))
  const child = spawn(process.execPath, ['--import', gauge, join(dir, 'local-carrier.mjs')], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {
      ...process.env,
      LOCAL_CARRIER_PORT: String(CARRIER_PORT),
      LOCAL_CARRIER_ACCOUNTS: JSON.stringify([account]),
      LOCAL_CARRIER_CPS: '100',
      LOCAL_MEDIA_PORTS: '45270-45299',
    },
  })
  while (!(await fetch(`${CARRIER}/readyz`).catch(() => undefined))) await wait(50)
  return child
}

async function setUpAccount() {
  await rest(`Applications/${account.appSid}`, { VoiceUrl: `${app.url}/voice` })
  await rest('IncomingPhoneNumbers', { PhoneNumber: OURS, VoiceUrl: `${app.url}/voice` })
}

async function rest(path, fields) {
  const authorization = `Basic ${Buffer.from(`${account.sid}:${account.authToken}`).toString('base64')}`
  const url = `${CARRIER}/2010-04-01/Accounts/${account.sid}/${path}.json`
  const response = await fetch(url, { method: 'POST', headers: { authorization }, body: new URLSearchParams(fields) })
  if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
  return response.json()
}

async function control(method, path, body) {
  const response = await fetch(`${CARRIER}/control${path}`, { method, body: body && JSON.stringify(body) })
  return response.status === 204 ? undefined : await response.json()
}

/** So many calls one after the other, each while the earlier ones go on; then their cost. */
async function run(count, idlePercent) {
  const accepts = []
  for (let i = 0; i < count; i++) {
    const ms = i < MOST_BROWSERS ? await callFromBrowser(i) : await callFromPhone(i)
    if (i < MOST_BROWSERS) accepts.push(ms)
    await addPhone(i)
  }
  await wait(2000)
  const { cpuPercent, lateP99Ms, lateMaxMs } = await measure()
  const sounding = await countSounding()
  await Promise.all(browser.contexts().map((context) => context.close()))
  await control('DELETE', '')
  accepts.sort((one, other) => one - other)
  return {
    calls: count,
    browsers: Math.min(count, MOST_BROWSERS),
    'with sound': sounding,
    'CPU % of a core': round(cpuPercent),
    '% a call': round((cpuPercent - idlePercent) / count, 2),
    'accept p50 ms': round(accepts[Math.floor((accepts.length - 1) / 2)], 0),
    'accept max ms': round(accepts.at(-1), 0),
    'loop late p99 ms': round(lateP99Ms),
    'loop late max ms': round(lateMaxMs),
  }
}

/** Milliseconds from connect() to accept. */
async function callFromBrowser(index) {
  const page = await (await browser.newContext({ permissions: ['microphone'] })).newPage()
  await page.goto(app.url)
  const token = accessToken(account, `bench${index}`)
  await page.evaluate(([token, host]) => window.phone.open(token, host, {}), [token, `localhost:${CARRIER_PORT}`])
  await page.evaluate(() => window.phone.device.register())
  return page.evaluate(async () => {
    const started = performance.now()
    await window.phone.connect({})
    const { call } = window.phone
    if (call.status() !== 'open') await new Promise((accepted) => call.once('accept', accepted))
    return performance.now() - started
  })
}

async function callFromPhone(index) {
  const from = `+4420794${61_000 + index}`
  await control('POST', '/calls', { from, to: OURS, play: { toneHz: 700 } })
}

/** The callee of the call just placed: a phone that hums. */
async function addPhone(index) {
  const to = `+4420794${62_000 + index}`
  await control('PUT', `/phones/${encodeURIComponent(to)}`, { answer: 'auto', afterMs: 0, play: { toneHz: 1000 } })
  const path = `Conferences/${app.lastRoom()}/Participants`
  const { call_sid: callSid } = await rest(path, { To: to, From: OURS, Beep: 'false' })
  while ((await control('GET', `/calls/${callSid}`)).state !== 'answered') await wait(20)
}

/** Callees that hear their caller now. */
async function countSounding() {
  const { calls } = await control('GET', '/calls')
  return calls.filter(({ number, heard }) => number.startsWith('+442079462') && heard.rmsDb > -50).length
}

/** Processor time and lateness of the carrier over ten seconds. */
async function measure() {
  carrier.send('start')
  await wait(WINDOW_MS)
  carrier.send('stop')
  const [{ cpuMs, ms, lateP99Ms, lateMaxMs }] = await once(carrier, 'message')
  return { cpuPercent: (cpuMs / ms) * 100, lateP99Ms, lateMaxMs }
}

function print(rows, idle) {
  const names = Object.keys(rows[0])
  const lines = [names, ...rows.map((row) => names.map((name) => String(row[name])))]
  const widths = names.map((_, column) => Math.max(...lines.map((line) => line[column].length)))
  const table = lines.map((line) => line.map((text, column) => text.padStart(widths[column])).join('  ')).join('\n')
  const load = loadavg()
    .map((value) => value.toFixed(1))
    .join(' ')
  process.stdout.write(
    `Local carrier, Node ${process.versions.node}, ${availableParallelism()} cores shared with Chromium, load ${load}\n` +
      `Idle: ${round(idle.cpuPercent)} % of a core\n\n${table}\n\n` +
      'Aims: at most 1 % of a core a call; accept p50 at most 150 ms at 8 calls\n',
  )
}

function round(value, digits = 1) {
  return value === undefined ? '-' : value.toFixed(digits)
}
