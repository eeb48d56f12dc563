import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestBusiness } from '#lib/db/test-business.ts'

/** A carrier that knows the legs of this table and no others; it starts before the settings that name it are read. */
const known = new Map<string, string>()
let server: Server
let business: TestBusiness
let verbs: typeof import('./reconcile-calls.ts') &
  typeof import('./place-call.ts') &
  typeof import('./record-events.ts')
let tools: typeof import('./test-calls.ts')
let withBusiness: typeof import('#lib/db/with-business.ts').withBusiness

beforeAll(async () => {
  server = createServer((request, response) => {
    const sid = request.url?.match(/Calls\/(CA[0-9a-f]{32})\.json/)?.[1] ?? ''
    const status = known.get(sid)
    response.writeHead(status ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(status ? { sid, status, duration: null } : { code: 20404, status: 404, message: 'no' }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.TWILIO_API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  verbs = {
    ...(await import('./reconcile-calls.ts')),
    ...(await import('./place-call.ts')),
    ...(await import('./record-events.ts')),
  }
  tools = await import('./test-calls.ts')
  withBusiness = (await import('#lib/db/with-business.ts')).withBusiness
  business = await (await import('#lib/db/test-business.ts')).createTestBusiness()
})
afterAll(() => server.close())

const reconcile = () => verbs.reconcileBusiness(business.businessId, new Date(Date.now() + 1000))

async function callWithLegs(...legs: { callSid: string; role: 'agent' | 'outside' }[]) {
  const { businessId, users } = business
  const { callId } = await verbs.placeCall(tools.callerOf(business, users.agent), { to: '+442079460958' })
  const events = legs.map(({ callSid, role }) => tools.reportOf(business, callSid, { role, status: 'in-progress' }))
  if (events.length > 0) await withBusiness(businessId, (tx) => verbs.recordEvents(tx, businessId, callId, events))
  return callId
}

test('a live call stays live; one whose legs the carrier forgot is over; one never connected is given up', async () => {
  const [agent, callee] = [tools.newCallSid(), tools.newCallSid()]
  known.set(agent, 'in-progress').set(callee, 'in-progress')
  const live = await callWithLegs({ callSid: agent, role: 'agent' }, { callSid: callee, role: 'outside' })
  const forgotten = await callWithLegs(
    { callSid: tools.newCallSid(), role: 'agent' },
    { callSid: tools.newCallSid(), role: 'outside' },
  )
  const never = await callWithLegs()
  await reconcile()
  await reconcile()
  expect(await tools.callRow(business, live)).toMatchObject({ status: 'in-progress', endedAt: null })
  expect(await tools.callRow(business, forgotten)).toMatchObject({ status: 'completed', outcome: 'completed' })
  expect(await tools.callRow(business, never)).toMatchObject({ status: 'canceled', outcome: 'canceled' })

  known.set(callee, 'completed')
  await reconcile()
  expect(await tools.callRow(business, live)).toMatchObject({ status: 'completed', outcome: 'completed' })
})
