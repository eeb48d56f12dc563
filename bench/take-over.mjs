/**
 * A call with an assistant on the local carrier, with real sound, judged by what the phone outside heard: how long it takes until the
 * assistant is silent and the agent is heard after Take over, and from the answer to the assistant's first word.
 *
 *   node --import tsx bench/take-over.mjs      prints a table and writes it to bench/take-over.txt
 */
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { chromium } from '@playwright/test'
import { listenIn } from '../e2e/hearing.ts'
import { MICROPHONE_HZ, microphoneFile } from '../e2e/microphone.ts'
import { ensureChromium } from '../scripts/chromium.mjs'
import { ROOT } from '../scripts/repository.mjs'
import { makePlace, startSystem } from '../scripts/system.mjs'

const RUNS = Number(process.env.BENCH_RUNS ?? 10)
const OUTSIDE = '+442079460958'
const LINE = '+442079460130'
const ASSISTANT = '01930000-0000-7000-8000-000000000101'
const CALLER_HZ = 1000
/** How long the callee's phone rings. */
const RING_MS = 3_000
/** Long enough to be cut short by every take-over. */
const LONG =
  'We service every boiler made since nineteen eighty and we come to you on every day of the week between seven and nine with all the parts that we may need'
const MUTED_MS = 150
const SPEECH_DB = -45
const FRAME_MS = 20
const LOOK_MS = 3
const LIMIT_MS = 60_000
const FLAGS = [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  `--use-file-for-fake-audio-capture=${microphoneFile()}`,
  '--autoplay-policy=no-user-gesture-required',
  '--allow-loopback-in-peer-connection',
  '--disable-background-networking',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
]

const place = await makePlace()
const system = startSystem(place)
const carrier = `http://localhost:${place.env.LOCAL_CARRIER_PORT}`
const assistant = `http://localhost:${place.env.LOCAL_ASSISTANT_PORT}`
const web = `http://localhost:${place.env.PORT}`

try {
  await system.ready
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: FLAGS })
  const page = await openPage(browser)
  const taken = []
  for (let run = 0; run < RUNS; run++) taken.push(await takeOver(page))
  const words = { atOnce: [], rang: [] }
  for (let run = 0; run < RUNS; run++) {
    words.atOnce.push(await firstWord(await dialOut(0)))
    words.rang.push(await firstWord(await dialOut(RING_MS)))
  }
  await browser.close()
  print(taken, words)
} finally {
  await system.stop()
  await place.remove()
}

async function openPage(browser) {
  const context = await browser.newContext({ baseURL: web, permissions: ['microphone'], locale: 'en-GB' })
  await context.addInitScript(listenIn)
  await context.addInitScript(() => addEventListener('click', () => (window.offhookClickedAt = Date.now()), true))
  const page = await context.newPage()
  page.setDefaultTimeout(LIMIT_MS)
  await page.goto('/sign-in')
  await page.getByLabel('Email').fill('agent@demo.test')
  await page.getByLabel('Password', { exact: true }).fill('offhook')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByText('Ready', { exact: true }).first().waitFor()
  return page
}

/** One call that came in, taken over in mid-word. Times in ms from the press of the button. */
async function takeOver(page) {
  await page.goto(`/assistants/${ASSISTANT}`)
  const callSid = await dialIn()
  await firstWord(callSid)
  const button = page.getByRole('button', { name: 'Take over' })
  await button.waitFor()
  await ask(assistant, 'POST', '/control/conversations/last/say', { text: LONG })
  await until(() => isSpeech(callSid))
  await wait(1_000)
  const looking = listen(callSid)
  const hearing = hears(page)
  await button.click()
  // Not before the assistant is silenced: it would take the tone for an interruption.
  await wait(MUTED_MS)
  await ask(carrier, 'POST', `/control/calls/${callSid}/play`, { toneHz: CALLER_HZ })
  const clickedAt = await page.evaluate(() => window.offhookClickedAt)
  const [phone, pageAt] = await Promise.all([looking, hearing])
  await ask(carrier, 'POST', `/control/calls/${callSid}/hangup`)
  await until(async () => {
    const { calls } = await ask(carrier, 'GET', '/control/browsers')
    return calls.every(({ state }) => state === 'ended')
  })
  return { silent: phone.speechAt - clickedAt, joined: Math.max(phone.agentAt, pageAt) - clickedAt }
}

/** When the phone heard the last of the assistant, and when the agent, whose first frame is a tone in part only and nobody's speech. */
async function listen(callSid) {
  const speechAt = []
  let toneAt = 0
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await wait(LOOK_MS)) {
    const at = Date.now()
    const { ratio, rmsDb } = await heard(callSid, FRAME_MS)
    if (rmsDb > SPEECH_DB && ratio < 0.5) speechAt.push(at)
    if (ratio > 0.8) toneAt ||= at
    if (ratio > 0.8 && (await heard(callSid, 3 * FRAME_MS)).ratio > 0.8) {
      return { speechAt: speechAt.findLast((each) => each < toneAt - FRAME_MS) ?? 0, agentAt: at }
    }
  }
  throw new Error('the phone never heard the agent')
}

/** When the page heard the caller. */
async function hears(page) {
  const options = { polling: 10, timeout: LIMIT_MS }
  const found = await page.waitForFunction(
    (hz) => window.offhookHears(hz).share > 0.8 && Date.now(),
    CALLER_HZ,
    options,
  )
  return found.jsonValue()
}

function heard(callSid, ms) {
  return ask(carrier, 'GET', `/control/calls/${callSid}/heard?hz=${MICROPHONE_HZ}&ms=${ms}`)
}

async function isSpeech(callSid) {
  return (await heard(callSid, 100)).rmsDb > SPEECH_DB
}

/** From the answer of a call to the first sound of the assistant at the phone outside. */
async function firstWord(callSid) {
  const saidAt = await until(async () => {
    const { heard: sound } = await ask(carrier, 'GET', `/control/calls/${callSid}`)
    return sound.speechFrames > 0 && Date.now()
  })
  const { answeredAt } = await ask(carrier, 'GET', `/control/calls/${callSid}`)
  return saidAt - answeredAt
}

async function dialIn() {
  await ask(carrier, 'DELETE', '/control')
  const { callSid } = await ask(carrier, 'POST', '/control/calls', { from: OUTSIDE, to: LINE })
  return callSid
}

/** The assistant calls out, and the callee answers after some seconds. */
async function dialOut(ringMs) {
  await ask(carrier, 'DELETE', '/control')
  await ask(carrier, 'PUT', `/control/phones/${OUTSIDE}`, { answer: 'auto', afterMs: ringMs })
  await ask(
    web,
    'POST',
    `/api/assistants/${ASSISTANT}/calls`,
    { to: OUTSIDE },
    { authorization: 'Bearer ofk_demo_admin', 'idempotency-key': randomUUID() },
  )
  return until(async () => {
    const { calls } = await ask(carrier, 'GET', `/control/phones/${OUTSIDE}`)
    return calls[0]?.state === 'answered' && calls[0].callSid
  })
}

async function ask(base, method, path, body, headers = {}) {
  const json = body && { 'content-type': 'application/json' }
  const response = await fetch(base + path, {
    method,
    headers: { ...json, ...headers },
    body: body && JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
  return text ? JSON.parse(text) : undefined
}

async function until(fact) {
  for (const end = Date.now() + LIMIT_MS; Date.now() < end; await wait(LOOK_MS)) {
    const value = await fact()
    if (value) return value
  }
  throw new Error(`not so within ${LIMIT_MS} ms: ${fact}`)
}

function print(taken, words) {
  const rows = [
    ['Take over to silence', taken.map(({ silent }) => silent), '<= 100'],
    ['Take over to both heard', taken.map(({ joined }) => joined), '<= 1000'],
    ['answer to first word, at once', words.atOnce, ''],
    [`answer to first word, after ${RING_MS / 1000} s`, words.rang, ''],
  ]
  const head = ['', 'least', 'p50', 'p99', 'aim'].map((text, at) => (at ? text.padStart(8) : text.padEnd(34))).join('')
  const lines = rows.map(([name, values, aim]) => {
    const sorted = values.toSorted((a, b) => a - b)
    const at = (share) => String(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))])
    return [name.padEnd(34), ...[String(sorted[0]), at(0.5), at(0.99), aim].map((text) => text.padStart(8))].join('')
  })
  const text = [
    `Taking over from an assistant, ms over ${RUNS} runs, ${cpus().length} cores, Node ${process.versions.node}, load ${loadavg()[0].toFixed(1)}`,
    `As the phone outside heard it, in frames of 20 ms; from the press of the button in a real browser.`,
    `The assistant of a call out is connected while the phone rings: for ${RING_MS / 1000} s, or not before the answer that comes at once.`,
    '',
    head,
    ...lines,
  ]
  process.stdout.write(`${text.join('\n')}\n`)
  writeFileSync(join(ROOT, 'bench/take-over.txt'), `${text.join('\n')}\n`)
}
