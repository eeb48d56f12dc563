import { once } from 'node:events'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { reconcileConversations } from '#lib/assistants/reconcile-conversations.ts'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { type CarrierStream, until } from './media-streams/test-carrier-stream.ts'
import { createTalk, type Talk } from './media-streams/test-sidecar.ts'
import { LONG_MS, SilentVendor, startSidecar } from './test-sidecar-process.ts'

const STREAMS = 50

const vendor = new SilentVendor()
beforeAll(() => vendor.start())
afterAll(() => vendor.stop())

const stateIs = (talk: Talk, state: string) =>
  vi.waitUntil(async () => (await talk.row()).state === state, { timeout: LONG_MS, interval: 100 })

test('kill -9 with fifty streams: each call goes on at once, and its row is right soon after (M17)', {
  timeout: 300_000,
}, async () => {
  const sidecar = await startSidecar(vendor)
  const business = await createTestBusiness()
  const all: Talk[] = []
  const streams: CarrierStream[] = []
  // As a carrier does, for as long as the others take to be set up: a stream that is silent for 30 s is cut.
  const sound = setInterval(() => {
    for (const stream of streams) stream.media()
  }, 1_000)
  for (let at = 0; at < STREAMS; at++) {
    all.push(await createTalk(business))
    streams.push(await sidecar.streamOf(all[at]!))
  }
  for (const talk of all) await stateIs(talk, 'live')
  const diedAt = performance.now()
  sidecar.child.kill('SIGKILL')
  clearInterval(sound)
  await until(() => streams.every(({ closedWith }) => closedWith === 1006))
  const next = await startSidecar(vendor)
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

test('told to end, it says so, lets its calls go on and ends in order (M18)', { timeout: 300_000 }, async () => {
  const sidecar = await startSidecar(vendor)
  const talk = await createTalk()
  const stream = await sidecar.streamOf(talk)
  await stateIs(talk, 'live')
  const exit = once(sidecar.child, 'exit')
  sidecar.child.kill('SIGTERM')
  expect(await stream.closed()).toBe(1000)
  expect(await exit).toEqual([0, null])
  expect(await talk.row()).toMatchObject({ state: 'waiting', streamSid: null, sidecarId: null })
})
