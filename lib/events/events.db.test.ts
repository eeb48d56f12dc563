import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { createTestBusiness } from '#lib/db/test-business.ts'
import { connectAs } from '#lib/db/test-connection.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { publish } from './publish.ts'
import { type EventHint, type Subscription, subscribe } from './subscribe.ts'

let admin: pg.Client
let subscription: Subscription
let hints: EventHint[]
let reconnects: number

beforeAll(async () => {
  admin = await connectAs('APP_DATABASE_URL')
})
afterAll(() => admin.end())
afterEach(() => subscription.close())

async function listen(url = `${process.env.LISTEN_DATABASE_URL}?application_name=${APPLICATION}`) {
  hints = []
  reconnects = 0
  subscription = await subscribe(
    url,
    (hint) => hints.push(hint),
    () => reconnects++,
  )
}

/** Publishes in a transaction of its own and returns the id of the event's call. */
async function tell(businessId: string): Promise<string> {
  const callId = newId()
  await withBusiness(businessId, (tx) => publish(tx, businessId, { type: 'call.changed', callId }))
  return callId
}
const heard = (businessId: string) => hints.filter((hint) => hint.businessId === businessId)

const APPLICATION = `events-${newId()}`
const cutListener = () =>
  admin.query('select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1', [APPLICATION])

/** A way to the database that can go dead: it then takes bytes and passes none on, and nobody is told. */
async function startTunnel() {
  const { hostname, port } = new URL(process.env.LISTEN_DATABASE_URL!)
  const sockets: Socket[] = []
  const server = createServer((near) => {
    const far = connect(Number(port), hostname)
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) sockets.push(socket.on('error', () => socket.destroy()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(process.env.LISTEN_DATABASE_URL!)
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    goDead: () => sockets.forEach((socket) => socket.unpipe().resume()),
    close: () => {
      server.close()
      sockets.forEach((socket) => socket.destroy())
    },
  }
}

test('an event is heard once it is committed, and is read inside its business', async () => {
  const { businessId } = await createTestBusiness()
  await listen()
  const callId = await tell(businessId)
  await vi.waitFor(() => expect(heard(businessId)).toHaveLength(1), { timeout: 20_000, interval: 1 })
  const { id } = heard(businessId)[0]!
  const event = await withBusiness(businessId, (tx) =>
    tx.domainEvent.findUniqueOrThrow({ where: { businessId_id: { businessId, id } } }),
  )
  expect(event.payload).toEqual({ type: 'call.changed', callId })
})

test('nothing is heard of a transaction that was rolled back', async () => {
  const { businessId } = await createTestBusiness()
  await listen()
  const undone = withBusiness(businessId, async (tx) => {
    await publish(tx, businessId, { type: 'call.changed', callId: newId() })
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  await tell(businessId)
  await vi.waitFor(() => expect(heard(businessId)).toHaveLength(1), { timeout: 20_000, interval: 1 })
  expect(await withBusiness(businessId, (tx) => tx.domainEvent.count())).toBe(1)
})

test('a connection that is killed is made again, says so, and hears what comes after', async () => {
  const { businessId } = await createTestBusiness()
  await listen()
  for (const times of [1, 2, 3]) {
    await cutListener()
    await vi.waitFor(() => expect(reconnects).toBe(times), { timeout: 10_000, interval: 5 })
    expect(subscription.isConnected()).toBe(true)
    await tell(businessId)
    await vi.waitFor(() => expect(heard(businessId)).toHaveLength(times), { timeout: 20_000, interval: 5 })
  }
})

test('a connection that went dead without a word is noticed and made again in 10 s', async () => {
  const { businessId } = await createTestBusiness()
  const tunnel = await startTunnel()
  await listen(tunnel.url)
  tunnel.goDead()
  await vi.waitFor(() => expect(reconnects).toBe(1), { timeout: 10_000, interval: 50 })
  await tell(businessId)
  await vi.waitFor(() => expect(heard(businessId)).toHaveLength(1), { timeout: 20_000, interval: 5 })
  await subscription.close()
  tunnel.close()
})

test('a closed subscription stays closed, and a server that is not there is an error at once', async () => {
  await listen()
  await subscription.close()
  expect(subscription.isConnected()).toBe(false)
  expect(reconnects).toBe(0)
  const nowhere = subscribe('postgresql://offhook_app:x@127.0.0.1:1/offhook', vi.fn(), vi.fn())
  await expect(nowhere).rejects.toThrow(/ECONNREFUSED/)
})
