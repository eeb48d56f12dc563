import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { type CarrierStream, loud, until } from './media-streams/test-carrier-stream.ts'
import { createTalk, type Talk } from './media-streams/test-sidecar.ts'
import { type Held, LONG_MS, type SidecarProcess, SilentVendor, startSidecar } from './test-sidecar-process.ts'

/** Small here; `npm run fuzz` has the sizes of the faults' own table. */
const CALLS = Number(process.env.FUZZ_LEAK_CALLS ?? 100)
const STRANGERS = Number(process.env.FUZZ_STRANGERS ?? 300)
const SLOW = Number(process.env.FUZZ_SLOW_SOCKETS ?? 300)
const PINGS = Number(process.env.FUZZ_PINGS ?? 20_000)
const STILL_MS = Number(process.env.FUZZ_STILL_MS ?? 3_000)
const AT_ONCE = 10
/** Caches fill up by a megabyte or so; a stream keeps 18 kB while it lives, so that one left behind by each call shows at full size. */
const CACHE_BYTES = 2_500_000
const BYTES_PER_CALL = 5_000
const PLENTY_MS = 900_000

const vendor = new SilentVendor()
let sidecar: SidecarProcess
let business: TestBusiness
beforeAll(async () => {
  await vendor.start()
  sidecar = await startSidecar(vendor)
  business = await createTestBusiness()
}, LONG_MS)
afterAll(async () => {
  await sidecar.stop()
  vendor.stop()
})

const isCarried = (talk: Talk) =>
  vi.waitUntil(async () => (await talk.row()).state === 'live', { timeout: LONG_MS, interval: 20 })
const allEnd = (streams: CarrierStream[]) =>
  vi.waitUntil(() => streams.every(({ closedWith }) => closedWith !== undefined), { timeout: LONG_MS, interval: 10 })

async function carry(address?: string): Promise<{ talk: Talk; stream: CarrierStream }> {
  const talk = await createTalk(business)
  const stream = await sidecar.streamOf(talk, address)
  await isCarried(talk)
  return { talk, stream }
}

/** Callers talk on until assistants hear: what is said while a busy process stands still goes nowhere. */
async function areHeard(streams: CarrierStream[]): Promise<void> {
  const wanted = vendor.heard + streams.length
  const talking = setInterval(() => {
    for (const stream of streams) stream.media(loud())
  }, 20)
  await vi
    .waitUntil(() => vendor.heard >= wanted, { timeout: LONG_MS, interval: 5 })
    .finally(() => clearInterval(talking))
}

async function calls(count: number): Promise<void> {
  for (let at = 0; at < count; at += AT_ONCE) {
    const group = await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - at) }, () => carry()))
    for (const [each, { stream }] of group.entries()) {
      stream.media(loud())
      if (each % 2) stream.socket.terminate()
      else stream.numbered('stop', { stop: {} })
    }
    await allEnd(group.map(({ stream }) => stream))
  }
  await vi.waitUntil(() => vendor.talks.size === 0, { timeout: LONG_MS, interval: 20 })
}

/** What is held when nothing is going on: the least of each kind in two seconds, for the database's pool has timers that come and go. */
async function atRest(): Promise<Held> {
  const least = await sidecar.held()
  for (let looks = 0; looks < 10; looks++) {
    await new Promise((go) => setTimeout(go, 200))
    const { resources, heapBytes } = await sidecar.held()
    least.heapBytes = Math.min(least.heapBytes, heapBytes)
    for (const kind of Object.keys(least.resources)) {
      least.resources[kind] = Math.min(least.resources[kind]!, resources[kind] ?? 0)
    }
  }
  return least
}

/** Resolves when no kind of resource is there more often than before. */
async function backTo({ resources }: Held): Promise<Held> {
  let held = await sidecar.held()
  const isMore = () => Object.entries(held.resources).some(([kind, count]) => count > (resources[kind] ?? 0))
  for (const deadline = performance.now() + LONG_MS; isMore() && performance.now() < deadline; ) {
    await new Promise((go) => setTimeout(go, 200))
    held = await sidecar.held()
  }
  return held
}

test(`after ${CALLS} calls sockets, timers and heap are back where they were (M14)`, {
  timeout: PLENTY_MS,
}, async () => {
  await calls(5 * AT_ONCE)
  const before = await atRest()
  await calls(CALLS)
  const after = await backTo(before)
  const grownBytes = after.heapBytes - before.heapBytes
  process.stdout.write(
    `${CALLS} calls: ${JSON.stringify(before.resources)}, then ${JSON.stringify(after.resources)}; heap ${Math.round(grownBytes / CALLS)} bytes a call\n`,
  )
  for (const [kind, count] of Object.entries(after.resources)) {
    expect([kind, count <= (before.resources[kind] ?? 0)]).toEqual([kind, true])
  }
  expect(grownBytes).toBeLessThan(CACHE_BYTES + CALLS * BYTES_PER_CALL)
})

test('a crowd of strangers from one address keeps nobody out (M9)', { timeout: PLENTY_MS }, async () => {
  const talk = await createTalk(business)
  const swarm = Array.from({ length: STRANGERS }, () => new Stranger(sidecar.port, talk.accountSid))
  const wanted = Math.ceil(STRANGERS / 10)
  const welcome: CarrierStream[] = []
  for (let at = 0; at < wanted; at++) welcome.push(sidecar.connect(talk, `198.51.100.${at % 250}`))
  await vi.waitUntil(() => welcome.every(({ socket, refusedWith }) => refusedWith ?? socket.readyState === 1), {
    timeout: LONG_MS,
  })
  const admitted = welcome.filter(({ refusedWith }) => refusedWith === undefined).length
  await vi.waitUntil(() => swarm.every(({ status }) => status !== 0), { timeout: LONG_MS })
  process.stdout.write(
    `${STRANGERS} strangers: ${swarm.filter(({ status }) => status === 503).length} not even looked at; ${admitted} of ${wanted} others let in\n`,
  )
  expect(swarm.every(({ status }) => status === 403 || status === 503)).toBe(true)
  expect(admitted).toBeGreaterThanOrEqual(wanted * 0.99)
  for (const { socket } of welcome) socket.terminate()
})

/** Asks for a stream without the account's signature, and keeps asking for nothing else. */
class Stranger {
  status = 0

  constructor(port: number, accountSid: string) {
    const socket = connect(port, '127.0.0.1')
    socket.on('error', () => {
      this.status ||= 503
    })
    socket.on('data', (data) => {
      this.status ||= Number(data.toString('latin1').slice(9, 12))
    })
    socket.write(
      `GET /media/${accountSid} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\nX-Twilio-Signature: AAAA\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    )
  }
}

test('sockets that say it byte by byte keep nobody out, and are cut (M8)', { timeout: PLENTY_MS }, async () => {
  const slow: Socket[] = []
  let cut = 0
  for (let at = 0; at < SLOW; at++) {
    const socket = connect(sidecar.port, '127.0.0.1').on('error', () => {})
    socket.on('close', () => (cut += 1)).resume()
    socket.write('GET /media/AC HTTP/1.1\r\nX-')
    slow.push(socket)
  }
  const drip = setInterval(() => {
    for (const socket of slow) if (!socket.destroyed) socket.write('x')
  }, 1_000)
  const askedAt = performance.now()
  const { stream } = await carry()
  const carriedMs = performance.now() - askedAt
  await areHeard([stream])
  await vi.waitUntil(() => cut === SLOW, { timeout: LONG_MS, interval: 50 })
  clearInterval(drip)
  process.stdout.write(
    `${SLOW} slow sockets: a stream carried after ${Math.round(carriedMs)} ms, the last of them cut after ${Math.round(performance.now() - askedAt)} ms\n`,
  )
  expect(stream.closedWith).toBeUndefined()
  stream.numbered('stop', { stop: {} })
  await stream.closed()
})

/** A client's frame of nothing, masked. */
const frame = (first: number, ...length: number[]) => Buffer.from([first, ...length, 0, 0, 0, 0])

test.each([
  ['a frame of 20 MB', Buffer.concat([frame(0x81, 0xff, 0, 0, 0, 0, 0x01, 0x31, 0x2d, 0), Buffer.alloc(20_000_000)])],
  ['64 KiB and a byte', Buffer.concat([frame(0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 1), Buffer.alloc(65_537)])],
  ['fragments without end', Buffer.concat([frame(0x01, 0x80), ...Array<Buffer>(100_000).fill(frame(0x00, 0x80))])],
  ['a compressed frame', Buffer.concat([frame(0xc1, 0x84), Buffer.from('bomb')])],
  ['a frame without a mask', Buffer.from([0x81, 1, 0x5b])],
])('%s closes the socket, and costs no memory (M7)', { timeout: LONG_MS }, async (_, bytes) => {
  const stream = await sidecar.connect(await createTalk(business)).opened()
  const before = await sidecar.held()
  rawOf(stream).write(bytes)
  await stream.closed()
  const after = await backTo(before)
  expect(after.heapBytes - before.heapBytes).toBeLessThan(5_000_000)
})

test('a flood of pings is answered or cut, and others talk on (M7)', { timeout: PLENTY_MS }, async () => {
  const { stream } = await carry()
  const flood = await sidecar.connect(await createTalk(business)).opened()
  const before = await sidecar.held()
  const raw = rawOf(flood)
  const pings = Buffer.concat(Array<Buffer>(1_000).fill(frame(0x89, 0x80)))
  for (let sent = 0; sent < PINGS && !raw.destroyed; sent += 1_000) {
    // Whoever is cut has an error here, and is done.
    if (!raw.write(pings)) await Promise.race([once(raw, 'drain'), once(raw, 'close')]).catch(() => raw.destroy())
  }
  await areHeard([stream])
  flood.socket.terminate()
  stream.numbered('stop', { stop: {} })
  await stream.closed()
  const after = await backTo(before)
  expect(after.heapBytes - before.heapBytes).toBeLessThan(5_000_000)
})

/** The connection below a stream's socket. */
const rawOf = ({ socket }: CarrierStream) => (socket as unknown as { _socket: Socket })._socket

test('a process that stood still passes on no old sound; who waited on talks on (M19)', {
  timeout: PLENTY_MS,
}, async () => {
  const heardBefore = vendor.heard
  const { stream } = await carry()
  const tick = setInterval(() => stream.media(loud()), 20)
  await until(() => vendor.heard > heardBefore + 10)
  sidecar.child.kill('SIGSTOP')
  await new Promise((go) => setTimeout(go, STILL_MS))
  const waiting = STILL_MS / 20
  const heard = vendor.heard
  sidecar.child.kill('SIGCONT')
  const wokenAt = performance.now()
  await until(() => vendor.heard > heard + 5)
  const passed = vendor.heard - heard - (performance.now() - wokenAt) / 20
  process.stdout.write(
    `still for ${STILL_MS} ms: of ${waiting} frames that waited ${Math.max(0, Math.round(passed))} went on\n`,
  )
  expect(passed).toBeLessThan(waiting / 3)
  expect(stream.closedWith).toBeUndefined()
  clearInterval(tick)
  stream.numbered('stop', { stop: {} })
  await stream.closed()
})

test('those who gave up on a process that stood still are let go in order when it wakes (M19)', {
  timeout: PLENTY_MS,
}, async () => {
  const group = await Promise.all(Array.from({ length: AT_ONCE }, () => carry()))
  await vi.waitUntil(() => vendor.talks.size === AT_ONCE, { timeout: LONG_MS, interval: 10 })
  await areHeard(group.map(({ stream }) => stream))
  sidecar.child.kill('SIGSTOP')
  await new Promise((go) => setTimeout(go, STILL_MS))
  // Half the calls are hung up, of the other half the assistants are gone.
  const stays = group.filter((_, at) => at % 2)
  for (const socket of vendor.talks) socket.terminate()
  for (const { stream } of group.filter((_, at) => at % 2 === 0)) stream.socket.terminate()
  sidecar.child.kill('SIGCONT')
  await allEnd(stays.map(({ stream }) => stream))
  expect(stays.map(({ stream }) => stream.closedWith)).toEqual(stays.map(() => 1000))
  for (const { talk } of group) {
    await vi.waitUntil(async () => (await talk.row()).streamSid === null, { timeout: LONG_MS, interval: 50 })
    expect(['ended', 'waiting']).toContain((await talk.row()).state)
  }
})
