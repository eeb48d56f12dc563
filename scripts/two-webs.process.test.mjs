import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ensureBuild } from './build.mjs'
import { Child } from './child.mjs'
import { findFreePorts } from './free-ports.mjs'
import { startPostgres } from './postgres.mjs'
import { processEnvironments } from './process-env.mjs'
import { loadSecrets } from './secrets.mjs'
import { readSettings } from './settings.mjs'
import { makePlace, startSystem } from './system.mjs'

const KEY = { authorization: 'Bearer ofk_demo_admin', 'content-type': 'application/json' }
const CALLER_ID = '+447700900999'

let build
let place
let system
let second
let webs
beforeAll(async () => {
  build = await ensureBuild()
  place = await makePlace()
  system = startSystem(place)
  await system.ready
  second = await startSecondWeb()
  webs = [place.env.PORT, second.port].map((port) => `http://localhost:${port}`)
})
afterAll(async () => {
  await second?.child.stop()
  await system.stop()
  await place.remove()
  build.release()
})

/** Another web server over the same database and carrier, as a second machine would run it. */
async function startSecondWeb() {
  const [port] = await findFreePorts(1)
  const { ownerUrl } = await startPostgres({ dataDir: place.dataDir })
  const env = processEnvironments(readSettings(place.env), loadSecrets(place.dataDir), ownerUrl).app
  const child = new Child({
    name: 'web',
    args: ['--import', './scripts/watch-parent.mjs', 'node_modules/next/dist/bin/next', 'start', '-p', String(port)],
    env: { ...env, BUILD_DIR: `${build.dir}/web` },
    health: `http://localhost:${port}`,
    logPath: join(place.dataDir, 'second-web.log'),
    onGiveUp: (error) => {
      throw error
    },
  })
  await child.ready()
  return { port, child }
}

const post = async (base, path, body, headers = KEY) => {
  const response = await fetch(`${base}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: response.status, body: await response.json() }
}

/** The cookies of a signed-in admin, good on both servers. */
async function signIn(base) {
  const first = await fetch(`${base}/api/auth/csrf`)
  const cookies = first.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  const { csrfToken } = await first.json()
  const form = new URLSearchParams({ csrfToken, email: 'admin@demo.test', password: 'offhook', json: 'true' })
  const answer = await fetch(`${base}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { cookie: cookies.join('; ') },
    body: form,
    redirect: 'manual',
  })
  return [...cookies, ...answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])].join('; ')
}

/** Changes the demo's rules through one of the servers. */
async function setRules(changes) {
  const headers = { cookie: await signIn(webs[0]), origin: webs[0], 'content-type': 'application/json' }
  const rules = await fetch(`${webs[0]}/api/dialling-rules`, { headers }).then((response) => response.json())
  const body = JSON.stringify({ ...rules, ...changes })
  const response = await fetch(`${webs[0]}/api/dialling-rules`, { method: 'PUT', headers, body })
  expect(response.status).toBe(200)
}

let block = 1
beforeEach(() => {
  block++
})
const dial = (n) => {
  const to = `+4420794${block}${String(n).padStart(3, '0')}0`
  return post(webs[n % 2], '/api/voice/calls', { to, from: '+442079460120' })
}

const ROOMY = {
  perActorMinute: 1000,
  perActorHour: 1000,
  perBusinessMinute: 1000,
  perBusinessDay: 1000,
  concurrent: 1000,
}
afterEach(() => setRules(ROOMY))

const dialAll = () => Promise.all(Array.from({ length: 50 }, (_, n) => dial(n)))
const isPlaced = ({ status }) => status === 200
const hangUpAll = (placed) =>
  Promise.all(placed.map(({ body }) => post(webs[0], `/api/voice/calls/${body.callSid}/hangup`, {})))

/** The business's calls, those of this file: a fresh demo has none. */
async function callLog() {
  const response = await fetch(`${webs[1]}/api/calls?limit=100`, { headers: KEY })
  return (await response.json()).data.calls
}

/** How many calls were open at one time at most. */
function mostOpen(calls) {
  const spans = calls.map((call) => [Date.parse(call.started_at), call.ended_at ? Date.parse(call.ended_at) : Infinity])
  return Math.max(...spans.map(([at]) => spans.filter(([from, to]) => from <= at && at < to).length))
}

describe('50 dials at once on two web servers never exceed', () => {
  test('the calls that may be open', async () => {
    await setRules({ ...ROOMY, concurrent: 7 })
    const answers = await dialAll()
    const placed = answers.filter(isPlaced)
    // On a slow machine the first calls are over before the last are dialled, which makes room for others.
    expect(placed.length).toBeGreaterThanOrEqual(7)
    expect(mostOpen(await callLog())).toBeLessThanOrEqual(7)
    expect(answers.filter(({ body }) => body.code === 'too_many_calls')).toHaveLength(50 - placed.length)
    await hangUpAll(placed)
  })

  test('the calls of a day', async () => {
    const before = (await callLog()).length
    await setRules({ ...ROOMY, perBusinessDay: before + 9 })
    const answers = await dialAll()
    const placed = answers.filter(isPlaced)
    expect(placed).toHaveLength(9)
    expect(answers.filter(({ body }) => body.code === 'dial_limit_reached')).toHaveLength(41)
    await hangUpAll(placed)
  })
})

test('ten clients with one idempotency key, on both servers at once, make one call', async () => {
  const headers = { ...KEY, 'idempotency-key': 'the-same' }
  const body = { to: '+442079469990', from: '+442079460120' }
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, n) => post(webs[n % 2], '/api/voice/calls', body, headers)),
  )
  const made = new Set(answers.filter(({ status }) => status === 200).map(({ body: { callSid } }) => callSid))
  expect(made.size).toBe(1)
  await post(webs[0], `/api/voice/calls/${[...made][0]}/hangup`, {})
})

test('one token of the assistants’ API, a hundred times at once on both servers, places one call', async () => {
  const { token } = (await post(webs[0], '/generate-token', { source: 'frontend' })).body
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const body = { user_id: 'agent@demo.test', number: '+442079469992' }
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, n) => post(webs[n % 2], '/outbound-call', body, headers)),
  )
  const [placed, ...more] = answers.filter(({ status }) => status === 200)
  expect(placed.body).toMatchObject({ success: true, message: 'Call initiated' })
  expect(more).toEqual([])
  const used = { error: 'Token has already been used. Please generate a new token.' }
  expect(answers.filter(({ status }) => status === 401).map((answer) => answer.body)).toEqual(
    Array.from({ length: 99 }, () => used),
  )
  await post(webs[0], `/api/voice/calls/${placed.body.callSid}/hangup`, {})
})

test('a number proved to the carrier may be shown once the list was read again', async () => {
  const { sid, authToken } = loadSecrets(place.dataDir).demoAccounts[0]
  const carrier = `http://localhost:${place.env.LOCAL_CARRIER_PORT}`
  const call = () => post(webs[0], '/api/voice/calls', { to: '+442079469991', from: CALLER_ID })
  expect((await call()).body.code).toBe('caller_id_not_allowed')
  const asked = await fetch(`${carrier}/2010-04-01/Accounts/${sid}/OutgoingCallerIds.json`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}` },
    body: new URLSearchParams({ PhoneNumber: CALLER_ID, FriendlyName: 'Van' }),
  }).then((response) => response.json())
  const headers = { cookie: await signIn(webs[1]), origin: webs[0], 'content-type': 'application/json' }
  const type = JSON.stringify({ digits: asked.validation_code })
  // Nobody hears the code before the phone is answered.
  const refresh = async () => {
    await fetch(`${carrier}/control/calls/${asked.call_sid}/digits`, { method: 'POST', body: type })
    return (await post(webs[1], '/api/caller-ids', {}, headers)).body.callerIds
  }
  const van = expect.objectContaining({ number: CALLER_ID, label: 'Van' })
  await expect.poll(refresh, { timeout: 60_000 }).toEqual([van])
  const { status, body } = await call()
  expect(status).toBe(200)
  await post(webs[0], `/api/voice/calls/${body.callSid}/hangup`, {})
})
