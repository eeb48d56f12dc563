import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { TestBusiness } from '#lib/db/test-business.ts'

/** A carrier that answers as the test says; it starts before the settings are read, since those name its address. */
type Answer = (request: IncomingMessage, response: ServerResponse) => void
let server: Server
let answers: Answer
let dialled: URLSearchParams[]
let verbs: typeof import('./add-callee.ts') & typeof import('./place-call.ts') & typeof import('./record-events.ts')
let tools: typeof import('./test-calls.ts')
let business: TestBusiness

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      if (request.method === 'POST' && request.url?.includes('/Participants')) dialled.push(new URLSearchParams(body))
      answers(request, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  process.env.TWILIO_API_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  verbs = {
    ...(await import('./add-callee.ts')),
    ...(await import('./place-call.ts')),
    ...(await import('./record-events.ts')),
  }
  tools = await import('./test-calls.ts')
  business = await (await import('#lib/db/test-business.ts')).createTestBusiness()
})
afterAll(() => server.close())
beforeEach(() => {
  dialled = []
})

const json = (response: ServerResponse, status: number, body: object) =>
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
const CONFERENCE = `CF${'1'.repeat(32)}`

const accepts: (callSid: string) => Answer = (callSid) => (_, response) =>
  json(response, 201, { call_sid: callSid, conference_sid: CONFERENCE, status: 'queued' })

/** The agent's leg is in its conference, the callee not yet dialled. */
async function connected() {
  const { withBusiness } = await import('#lib/db/with-business.ts')
  const { businessId, users, account } = business
  const placed = await verbs.placeCall(tools.callerOf(business, users.agent), { to: '+442079460958' })
  await withBusiness(businessId, (tx) =>
    verbs.recordEvents(tx, businessId, placed.callId, [
      {
        kind: 'leg',
        accountSid: account.accountSid,
        callSid: tools.newCallSid(),
        source: 'webhook',
        type: 'leg.connected',
        facts: { role: 'agent', userId: users.agent.userId, status: 'in-progress' },
      },
    ]),
  )
  return placed
}

const stateOf = async (callId: string) => (await tools.callRow(business, callId)).attempts[0]

test('dials once, with the conference, both callbacks and a label of its own', async () => {
  const { attemptId, callId } = await connected()
  const callSid = tools.newCallSid()
  answers = accepts(callSid)
  await verbs.addCallee(business.businessId, { attemptId })
  await verbs.addCallee(business.businessId, { attemptId })
  expect(dialled).toHaveLength(1)
  const form = dialled[0]!
  expect(Object.fromEntries(form)).toMatchObject({
    To: '+442079460958',
    From: business.line.number,
    Label: `callee-${attemptId}`,
    EarlyMedia: 'true',
    Beep: 'false',
    EndConferenceOnExit: 'false',
  })
  expect(form.getAll('StatusCallbackEvent')).toEqual(['initiated', 'ringing', 'answered', 'completed'])
  expect(form.get('StatusCallback')).toContain(`/api/voice/status/${callId}?role=outside&attempt=${attemptId}#`)
  expect(await stateOf(callId)).toMatchObject({ state: 'placed', callSid })
})

test('a refusal ends the call with the carrier’s code', async () => {
  const { attemptId, callId } = await connected()
  answers = (_, response) => json(response, 400, { code: 21215, message: 'Not permitted', status: 400 })
  await verbs.addCallee(business.businessId, { attemptId })
  expect(await tools.callRow(business, callId)).toMatchObject({
    status: 'failed',
    outcome: 'failed',
    failureCode: '21215',
  })
  expect(await stateOf(callId)).toMatchObject({ state: 'rejected', reason: '21215' })
})

test('a lost reply is looked up by label, never dialled again', async () => {
  const { attemptId, callId } = await connected()
  const callSid = tools.newCallSid()
  answers = (request) => request.socket.destroy()
  await expect(verbs.addCallee(business.businessId, { attemptId })).rejects.toMatchObject({ kind: 'unknown' })
  expect(await stateOf(callId)).toMatchObject({ state: 'unknown' })

  answers = (request, response) =>
    request.url?.includes('/Participants/')
      ? json(response, 200, { call_sid: callSid, label: `callee-${attemptId}`, conference_sid: CONFERENCE })
      : json(response, 200, { conferences: [{ sid: CONFERENCE, friendly_name: callId }], page: 0, page_size: 1 })
  await verbs.addCallee(business.businessId, { attemptId })
  expect(dialled).toHaveLength(1)
  expect(await stateOf(callId)).toMatchObject({ state: 'placed', callSid })
})

test('a call given up before its turn is not dialled', async () => {
  const { attemptId, callId } = await connected()
  const { hangUp } = await import('./leave-call.ts')
  await hangUp(tools.callerOf(business, business.users.agent), { id: callId })
  answers = accepts(tools.newCallSid())
  await verbs.addCallee(business.businessId, { attemptId })
  expect(dialled).toHaveLength(0)
  expect(await stateOf(callId)).toMatchObject({ state: 'rejected', reason: 'abandoned' })
})
