import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createPort } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { reconcileConversations } from '#lib/assistants/reconcile-conversations.ts'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { CarrierStream, signUpgrade, until } from './media-streams/test-carrier-stream.ts'
import { createTalk, type Talk } from './media-streams/test-sidecar.ts'

const LONG_MS = 90_000
const STREAMS = 50

/** The vendor's end: takes every conversation and says nothing. */
const vendor = createServer((_, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify({ signed_url: `ws://127.0.0.1:${portOf(vendor)}/talk` }))
})
const READY = JSON.stringify({
  type: 'conversation_initiation_metadata',
  conversation_initiation_metadata_event: {
    conversation_id: 'conv_test',
    agent_output_audio_format: 'ulaw_8000',
    user_input_audio_format: 'ulaw_8000',
  },
})
const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port
const talks = new WebSocketServer({ server: vendor })
talks.on('connection', (socket) => socket.once('message', () => socket.send(READY)))

beforeAll(() => new Promise<void>((resolve) => vendor.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  for (const socket of talks.clients) socket.terminate()
  vendor.close()
  vendor.closeAllConnections()
})

interface Running {
  child: ChildProcess
  port: number
}

async function startSidecar(): Promise<Running> {
  const spare = createPort().listen(0, '127.0.0.1')
  await once(spare, 'listening')
  const port = portOf(spare)
  spare.close()
  const child = spawn(process.execPath, ['--import', 'tsx', 'sidecar/main.ts'], {
    stdio: 'ignore',
    env: {
      ...process.env,
      WS_PORT: String(port),
      PUBLIC_WS_URL: `ws://localhost:${port}`,
      ELEVENLABS_API_URL: `http://127.0.0.1:${portOf(vendor)}`,
      DRAIN_LIMIT_S: '1',
    },
  })
  await vi.waitUntil(() => statusOf(port).then((status) => status === 200), { timeout: LONG_MS, interval: 100 })
  return { child, port }
}

const statusOf = (port: number) =>
  fetch(`http://127.0.0.1:${port}/readyz`).then(
    ({ status }) => status,
    () => 0,
  )

async function streamOf(talk: Talk, { port }: Running): Promise<CarrierStream> {
  const path = `/media/${talk.accountSid}`
  const signature = signUpgrade(talk.authToken, `ws://localhost:${port}${path}`)
  const stream = new CarrierStream(`ws://127.0.0.1:${port}${path}`, talk, signature)
  return stream.start(await talk.ticket())
}

const stateIs = (talk: Talk, state: string) =>
  vi.waitUntil(async () => (await talk.row()).state === state, { timeout: LONG_MS, interval: 100 })

test('kill -9 with fifty streams: each call goes on at once, and its row is right soon after', {
  timeout: 300_000,
}, async () => {
  const sidecar = await startSidecar()
  const business = await createTestBusiness()
  const all: Talk[] = []
  const streams: CarrierStream[] = []
  for (let at = 0; at < STREAMS; at++) {
    all.push(await createTalk(business))
    streams.push(await streamOf(all[at]!, sidecar))
  }
  for (const talk of all) await stateIs(talk, 'live')
  const diedAt = performance.now()
  sidecar.child.kill('SIGKILL')
  await until(() => streams.every(({ closedWith }) => closedWith === 1006))
  const next = await startSidecar()
  await vi.waitUntil(
    async () => {
      await reconcileConversations()
      const rows = await Promise.all(all.slice(-5).map((talk) => talk.row()))
      return rows.every(({ state }) => state === 'ended')
    },
    { timeout: LONG_MS, interval: 1_000 },
  )
  process.stdout.write(`rows right ${Math.round((performance.now() - diedAt) / 1000)} s after the sidecar's death\n`)
  for (const talk of all) {
    expect(await talk.row()).toMatchObject({ state: 'ended', endedReason: 'stream-lost', streamSid: null })
  }
  next.child.kill('SIGTERM')
  expect(await once(next.child, 'exit')).toEqual([0, null])
})

test('told to end, it says so, lets its calls go on and ends in order', { timeout: 300_000 }, async () => {
  const sidecar = await startSidecar()
  const talk = await createTalk()
  const stream = await streamOf(talk, sidecar)
  await stateIs(talk, 'live')
  const exit = once(sidecar.child, 'exit')
  sidecar.child.kill('SIGTERM')
  expect(await stream.closed()).toBe(1000)
  expect(await exit).toEqual([0, null])
  expect(await talk.row()).toMatchObject({ state: 'waiting', streamSid: null, sidecarId: null })
})
