import { decodeJwt } from 'jose'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { callRow } from '#lib/calls/test-calls.ts'
import { FakeCarrier } from '#lib/calls/test-carrier.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'
import { POST as makeToken } from '../../app/api/auth/token/route.ts'
import { DELETE as revoke } from '../../app/api/keys/[id]/route.ts'
import { POST as hangUp } from '../../app/api/voice/calls/[callSid]/hangup/route.ts'
import { GET as read } from '../../app/api/voice/calls/[callSid]/route.ts'
import { POST as create } from '../../app/api/voice/calls/route.ts'
import { POST as voiceToken } from '../../app/api/voice/token/route.ts'

vi.mock('next/headers', () => ({ cookies: async () => ({ get: () => undefined }) }))

const carrier = new FakeCarrier()
const TO = '+442079460958'
let business: TestBusiness
let other: TestBusiness
beforeAll(async () => {
  await carrier.start()
  ;[business, other] = [await createTestBusiness(), await createTestBusiness()]
})
afterAll(() => carrier.stop())
beforeEach(() => {
  carrier.fate = () => 'serve'
})

type Handler = typeof create
interface Ask {
  body?: unknown
  params?: Record<string, string>
  bearer?: string
  key?: string
}

/** A program's request; the first business's key unless said otherwise. */
async function ask(handle: Handler, { body, params = {}, bearer = business.apiKey.key, key }: Ask = {}) {
  const isGet = handle === read
  const request = new NextRequest('http://localhost:3000/api', {
    method: isGet ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${bearer}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key && { 'idempotency-key': key }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const response = await handle(request, { params: Promise.resolve(params) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}
const call = (body: object, more: Ask = {}) =>
  ask(create, { body: { to: TO, from: business.line.number, ...body }, ...more })
let last = 0
/** A number that no other test of this file calls. */
const newNumber = () => `+44207946${String(1000 + ++last)}`

describe('POST /api/voice/token', () => {
  test('gives a token that carries the opaque identity, by e-mail, id, external id or identity', async () => {
    const { agent } = business.users
    const externalId = `crm-${newId()}`
    await withBusiness(business.businessId, (tx) =>
      tx.membership.updateMany({ where: { userId: agent.userId }, data: { externalId } }),
    )
    for (const identity of [agent.email, agent.email.toUpperCase(), agent.userId, externalId, agent.carrierIdentity]) {
      const { status, body } = await ask(voiceToken, { body: { identity } })
      expect({ status, ...body, token: typeof body.token }).toEqual({ status: 200, success: true, token: 'string' })
      expect(decodeJwt(String(body.token)).grants).toMatchObject({ identity: agent.carrierIdentity })
      expect(decodeJwt(String(body.token)).sub).toBe(business.account.accountSid)
    }
  })

  test.each([[{}], [{ identity: '' }], [{ identity: 7 }], [{ identity: null }]])(
    '%j: what is missing',
    async (body) => {
      expect(await ask(voiceToken, { body })).toEqual({
        status: 400,
        body: { success: false, error: 'Identity is required' },
      })
    },
  )

  test('knows nobody of another business, and no disabled member', async () => {
    const { supervisor } = business.users
    await withBusiness(business.businessId, (tx) =>
      tx.membership.updateMany({ where: { userId: supervisor.userId }, data: { disabledAt: new Date() } }),
    )
    for (const identity of [
      other.users.agent.email,
      other.users.agent.carrierIdentity,
      supervisor.email,
      'test-user',
    ]) {
      expect(await ask(voiceToken, { body: { identity } })).toMatchObject({
        status: 404,
        body: { success: false, error: 'Identity not found' },
      })
    }
  })
})

describe('POST /api/voice/calls', () => {
  test('starts a call that is in the call log like any other', async () => {
    const to = newNumber()
    const { status, body } = await call({
      to,
      options: { record: true, recordingChannels: 'dual', recordingFormat: 'wav' },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      success: true,
      status: 'queued',
      direction: 'outbound-api',
      to,
      from: business.line.number,
    })
    const made = carrier.calls.find(({ sid }) => sid === body.callSid)!
    expect(Object.fromEntries(made.form)).toMatchObject({ To: to, Record: 'true', RecordingChannels: 'dual' })
    expect(made.form.get('RecordingStatusCallback')).toContain('/webhooks/recording-status?callId=')
    expect(made.form.get('StatusCallback')).toContain('/webhooks/call-status?callId=')
    expect(await callRow(business, String(body.callId))).toMatchObject({ origin: 'api', callerPhone: to, userId: null })
  })

  test.each([[{ to: '' }], [{ from: '' }], [{ to: undefined }], [{ to: 5 }]])('%j: what is missing', async (body) => {
    expect(await call(body)).toEqual({ status: 400, body: { success: false, error: 'To and From are required' } })
  })

  test('the first clients’ own example: numbers that are no real ones', async () => {
    expect(await call({ to: '+1234567890' })).toMatchObject({ status: 200, body: { success: true } })
    expect(await call({ to: '+1234567890', from: '+0987654321' })).toMatchObject({
      status: 403,
      body: { success: false, code: 'caller_id_not_allowed' },
    })
  })

  test.each([
    ['999', 422, 'number_emergency'],
    ['+1 (900) 555-1234', 422, 'number_blocked'],
    ['+8811234567890', 422, 'number_blocked'],
    ['client:u_x', 422, 'number_not_possible'],
    ['+18765551234', 403, 'country_not_allowed'],
  ])('%s is refused with a reason, and nobody is asked to dial it', async (to, status, code) => {
    const before = carrier.requests.length
    const answer = await call({ to })
    expect(answer).toMatchObject({ status, body: { success: false, code } })
    expect(answer.body.error).toMatch(/\.$/)
    expect(carrier.requests).toHaveLength(before)
  })

  test('runs TwiML of our own and of allowed addresses only', async () => {
    await withBusiness(business.businessId, (tx) =>
      tx.diallingRules.updateMany({ data: { twimlUrls: ['https://twiml.example/app'] } }),
    )
    const codeFor = async (twimlUrl: string) => (await call({ to: newNumber(), options: { twimlUrl } })).body.code
    for (const url of [
      'https://evil.example/',
      'https://twiml.example/other',
      'https://twiml.example/application',
      'https://twiml.example/app/../other',
      'https://twiml.example.evil.example/app',
      'https://user@twiml.example/app',
      'http://twiml.example/app',
      'https://twiml.example:8443/app',
      'http://localhost:3000/api/voice/inbound',
    ]) {
      expect(await codeFor(url), url).toBe('twiml_url_not_allowed')
    }
    const good = ['https://twiml.example/app', 'https://twiml.example/app/a?b=1', 'http://localhost:3000/voice/menu']
    for (const url of good) expect(await codeFor(url), url).toBeUndefined()
  })

  test('one key is one call, ten requests at once; another body under it is a conflict', async () => {
    const to = newNumber()
    const answers = await Promise.all(Array.from({ length: 10 }, () => call({ to }, { key: 'order-1' })))
    expect(new Set(answers.map(({ body }) => body.callSid)).size).toBe(1)
    expect(carrier.calls.filter((made) => made.to === to)).toHaveLength(1)
    expect(await call({ to: newNumber() }, { key: 'order-1' })).toMatchObject({
      status: 409,
      body: { code: 'idempotency_conflict' },
    })
  })

  test('what nobody knows yet is said so, and a repetition does not dial', async () => {
    carrier.fate = () => 'lost'
    const to = newNumber()
    expect(await call({ to }, { key: 'lost' })).toMatchObject({
      status: 504,
      body: { success: false, code: 'call_unknown' },
    })
    carrier.fate = () => 'serve'
    expect(await call({ to }, { key: 'lost' })).toMatchObject({ status: 200, body: { success: true } })
    expect(carrier.calls.filter((made) => made.to === to)).toHaveLength(1)
  })

  test('the carrier’s refusal is told with its code', async () => {
    carrier.fate = () => 'refused'
    const answer = await call({ to: newNumber() })
    expect(answer).toMatchObject({ status: 502, body: { success: false, code: 'carrier_refused' } })
    expect(answer.body.error).toContain('21211')
  })
})

describe('a call by its SID', () => {
  test('is shown and ended; another business knows nothing of it', async () => {
    const callSid = String((await call({ to: newNumber() })).body.callSid)
    const params = { callSid }
    for (const handle of [read, hangUp] as Handler[]) {
      expect(await ask(handle, { params, bearer: other.apiKey.key })).toMatchObject({
        status: 404,
        body: { success: false, error: 'Call not found' },
      })
    }
    expect(await ask(read as Handler, { params })).toMatchObject({
      status: 200,
      body: { success: true, callSid, status: 'queued' },
    })
    expect(await ask(hangUp as Handler, { params })).toMatchObject({
      status: 200,
      body: { success: true, callSid, status: 'canceled' },
    })
    expect(await ask(hangUp as Handler, { params })).toMatchObject({ status: 200, body: { status: 'canceled' } })
    expect(carrier.calls.find(({ sid }) => sid === callSid)!.status).toBe('completed')
  })
})

describe('keys and tokens', () => {
  test('a token of a key opens what the key opens, makes no other, and ends with its key', async () => {
    const { key } = business.apiKey
    const { body } = await ask(makeToken as Handler, { bearer: key })
    const token = String(body.token)
    expect(await ask(voiceToken, { bearer: token, body: { identity: business.users.agent.email } })).toMatchObject({
      status: 200,
    })
    expect(await ask(makeToken as Handler, { bearer: token })).toMatchObject({ status: 403 })
    const used = await withBusiness(business.businessId, (tx) =>
      tx.apiKey.findFirstOrThrow({ where: { id: business.apiKey.id } }),
    )
    expect(used.lastUsedAt).toBeInstanceOf(Date)
    expect(await ask(revoke as Handler, { params: { id: business.apiKey.id } })).toMatchObject({ status: 403 })
    await withBusiness(business.businessId, (tx) =>
      tx.apiKey.updateMany({ where: { id: business.apiKey.id }, data: { revokedAt: new Date() } }),
    )
    for (const bearer of [key, token]) {
      expect(await ask(voiceToken, { bearer, body: { identity: 'x' } })).toMatchObject({
        status: 401,
        body: { success: false, code: 'invalid_token' },
      })
    }
  })
})
