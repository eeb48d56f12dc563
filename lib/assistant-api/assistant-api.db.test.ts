import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { openCredential, storeCredential } from '#lib/assistants/credentials.ts'
import { CredentialFile, importCredentials } from '#lib/assistants/import-credentials.ts'
import { FakeCarrier } from '#lib/calls/test-carrier.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { newSid } from '#lib/ids.ts'
import { GET as status } from '../../app/(seeds)/call-status/route.ts'
import { POST as end } from '../../app/(seeds)/end-call/route.ts'
import { POST as makeToken, OPTIONS } from '../../app/(seeds)/generate-token/route.ts'
import { POST as outbound } from '../../app/(seeds)/outbound-call/route.ts'
import { GET as running } from '../../app/(seeds)/server-is-running/route.ts'

vi.mock('next/headers', () => ({ cookies: async () => ({ get: () => undefined }) }))

const carrier = new FakeCarrier()
let business: TestBusiness
let other: TestBusiness
beforeAll(async () => {
  await carrier.start()
  ;[business, other] = [await createTestBusiness(), await createTestBusiness()]
})
afterAll(() => carrier.stop())

type Handler = (request: NextRequest) => Promise<Response>
interface Ask {
  bearer?: string
  origin?: string
  body?: unknown
  query?: Record<string, string>
}

async function ask(handle: Handler, { bearer, origin, body, query }: Ask = {}) {
  const request = new NextRequest(`http://localhost:3000/x?${new URLSearchParams(query)}`, {
    method: handle === status || handle === running ? 'GET' : 'POST',
    headers: {
      ...(bearer && { authorization: `Bearer ${bearer}` }),
      ...(origin && { origin }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const response = await handle(request)
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Record<string, unknown>,
  }
}

const token = async (key = business.apiKey.key) =>
  String((await ask(makeToken, { bearer: key, body: { source: 'frontend' } })).body.token)

let last = 0
const newNumber = () => `+44207946${String(2000 + ++last)}`
const USED = { error: 'Token has already been used. Please generate a new token.' }

describe('a token', () => {
  test('is a JWT of five minutes for whoever has a key, and for nobody else where anybody may not call', async () => {
    const made = await token()
    expect(decodeProtectedHeader(made)).toEqual({ alg: 'HS256', typ: 'offhook-call+jwt' })
    const { exp = 0, iat = 0 } = decodeJwt(made)
    expect(exp - iat).toBe(300)
    expect(await ask(makeToken, { body: { source: 'frontend' } })).toMatchObject({
      status: 401,
      body: { error: 'No token provided' },
    })
  })

  test('anybody gets one where that is allowed, for the business of the account in the environment', async () => {
    Object.assign(env(), { ALLOW_ANONYMOUS_TOKENS: true, TWILIO_ACCOUNT_SID: business.account.accountSid })
    const made = await ask(makeToken, { bearer: 'what-was-here-before', body: { source: 'frontend' } })
    expect(made.status).toBe(200)
    const answer = await ask(outbound, {
      bearer: String(made.body.token),
      body: { user_id: business.users.agent.email, number: newNumber() },
    })
    expect(answer).toMatchObject({ status: 200, body: { success: true } })
    const kept = String((await ask(makeToken, { body: {} })).body.token)
    Object.assign(env(), { ALLOW_ANONYMOUS_TOKENS: false })
    expect(await ask(outbound, { bearer: kept, body: {} })).toMatchObject({ status: 401 })
  })

  test('opens one request of a hundred at once, and is spent by a request that fails', async () => {
    const made = await token()
    const body = { user_id: business.users.agent.userId, number: newNumber() }
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(outbound, { bearer: made, body })))
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
    expect(answers.filter((answer) => answer.status === 401).map((answer) => answer.body)).toEqual(
      Array.from({ length: 99 }, () => USED),
    )
    expect(carrier.calls.filter(({ to }) => to === body.number)).toHaveLength(1)
    const wasted = await token()
    expect((await ask(outbound, { bearer: wasted, body: {} })).status).toBe(400)
    expect(await ask(outbound, { bearer: wasted, body })).toMatchObject({ status: 401, body: USED })
  })

  test('that is none of ours, too old, or missing', async () => {
    expect(await ask(outbound)).toMatchObject({ status: 401, body: { error: 'No token provided' } })
    const sign = (exp: string, typ = 'offhook-call+jwt') =>
      new SignJWT({})
        .setProtectedHeader({ alg: 'HS256', typ })
        .setIssuer('offhook')
        .setAudience('offhook-call')
        .setJti('x')
        .setIssuedAt()
        .setExpirationTime(exp)
        .sign(new TextEncoder().encode(env().JWT_SECRET))
    for (const bearer of ['x.y.z', business.apiKey.key, await sign('-1m'), await sign('5m', 'JWT')]) {
      expect(await ask(outbound, { bearer }), bearer).toMatchObject({ status: 401, body: { error: 'Invalid token' } })
    }
  })
})

describe('origins', () => {
  test.each([undefined, 'http://localhost:3000'])('%s may ask', async (origin) => {
    const { status: code, headers } = await ask(makeToken, {
      bearer: business.apiKey.key,
      body: {},
      ...(origin && { origin }),
    })
    expect([code, headers.get('access-control-allow-origin')]).toEqual([200, origin ?? null])
    expect(headers.get('access-control-allow-credentials')).toBe(origin ? 'true' : null)
  })

  test('any other may not, and its token is not spent', async () => {
    const bearer = await token()
    const body = { user_id: business.users.agent.userId, number: newNumber() }
    for (const origin of ['https://evil.example', 'null', 'http://localhost:3001']) {
      const answer = await ask(outbound, { bearer, origin, body })
      expect(answer).toMatchObject({ status: 403, body: { error: 'Unauthorized origin' } })
      expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    }
    expect((await ask(outbound, { bearer, body })).status).toBe(200)
  })

  test('a preflight is answered by us', async () => {
    const asked = (origin: string) =>
      OPTIONS(new NextRequest('http://localhost:3000/outbound-call', { method: 'OPTIONS', headers: { origin } }))
    const good = await asked('http://localhost:3000')
    expect([
      good.status,
      ...['methods', 'headers'].map((name) => good.headers.get(`access-control-allow-${name}`)),
    ]).toEqual([204, 'GET, POST, PUT, DELETE, OPTIONS', 'Content-Type, Authorization, Origin, Accept'])
    expect(good.headers.get('access-control-max-age')).toBe('86400')
    const bad = await asked('https://evil.example')
    expect([bad.status, await bad.json()]).toEqual([403, { error: 'Not allowed by CORS' }])
  })
})

describe('calls', () => {
  test('the first clients’ own example', async () => {
    const { agent } = business.users
    await withBusiness(business.businessId, (tx) =>
      tx.membership.updateMany({ where: { userId: agent.userId }, data: { externalId: 'your-user-id' } }),
    )
    const placed = await ask(outbound, {
      bearer: await token(),
      origin: 'http://localhost:3000',
      body: {
        user_id: 'your-user-id',
        number: '+1234567890',
        prompt: 'You are a helpful assistant',
        first_message: 'Hello, this is an automated call',
      },
    })
    expect(placed.body).toEqual({
      success: true,
      message: 'Call initiated',
      callSid: expect.stringMatching(/^CA\w{32}$/),
    })
    const callSid = String(placed.body.callSid)
    const made = carrier.calls.find(({ sid }) => sid === callSid)!
    expect(made.form.get('Url')).toMatch(/\/api\/voice\/assistant-answers\/[\w-]+#/)
    const [conversation] = await withBusiness(business.businessId, (tx) =>
      tx.assistantConversation.findMany({ where: { call: { attempts: { some: { callSid } } } } }),
    )
    expect(conversation).toMatchObject({
      ...{ state: 'waiting', prompt: 'You are a helpful assistant', assistantId: null, userId: null },
      firstMessage: 'Hello, this is an automated call',
    })
    const query = { callSid, user_id: 'your-user-id' }
    expect((await ask(status, { bearer: await token(), query })).body).toEqual({
      ...{ success: true, callSid, status: 'queued', endTime: null, duration: '0' },
      startTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    })
    expect((await ask(end, { bearer: await token(), body: query })).body).toEqual({
      success: true,
      message: 'Call ended successfully',
    })
    expect((await ask(status, { bearer: await token(), query })).body).toMatchObject({
      status: 'canceled',
      endTime: expect.any(String),
    })
  })

  test('go through the account and from the line of their user, which no answer shows', async () => {
    const { userId } = business.users.supervisor
    const credential = { agentId: 'agent_own', apiKey: 'xi-secret', phoneNumber: business.line.number }
    await withBusiness(business.businessId, (tx) => storeCredential(tx, business.businessId, userId, credential))
    const placed = await ask(outbound, { bearer: await token(), body: { user_id: userId, number: newNumber() } })
    expect(JSON.stringify(placed.body)).not.toMatch(/xi-secret|agent_own/)
    const { conversation, stored } = await withBusiness(business.businessId, async (tx) => ({
      conversation: await tx.assistantConversation.findFirst({ where: { userId } }),
      stored: await tx.assistantCredential.findFirstOrThrow({ where: { userId } }),
    }))
    expect(conversation).not.toBeNull()
    expect(stored.apiKeySealed).not.toContain('xi-secret')
  })

  test('what is missing or wrong', async () => {
    const MISSING = { status: 400, body: { error: 'User ID and phone number are required' } }
    for (const body of [
      {},
      { user_id: 'x' },
      { number: '+442079460958' },
      { user_id: '', number: '' },
      { user_id: 5, number: 7 },
    ]) {
      expect(await ask(outbound, { bearer: await token(), body })).toMatchObject(MISSING)
    }
    const user_id = business.users.agent.userId
    for (const [handle, extra] of [
      [end, { body: { user_id } }],
      [status, { query: { user_id } }],
    ] as const) {
      expect((await ask(handle, { bearer: await token(), ...extra })).status).toBe(400)
    }
    expect(await ask(outbound, { bearer: await token(), body: { user_id, number: '+19005551234' } })).toMatchObject({
      status: 422,
      body: { success: false, code: 'number_blocked' },
    })
    expect(
      await ask(outbound, { bearer: await token(), body: { user_id: 'nobody', number: newNumber() } }),
    ).toMatchObject({
      status: 404,
      body: { success: false, error: 'User not found' },
    })
  })

  test('another business’s users and calls do not exist', async () => {
    const number = newNumber()
    const placed = await ask(outbound, {
      bearer: await token(),
      body: { user_id: business.users.agent.userId, number },
    })
    const theirs = { callSid: String(placed.body.callSid), user_id: other.users.agent.userId }
    const bearer = () => token(other.apiKey.key)
    expect((await ask(status, { bearer: await bearer(), query: theirs })).status).toBe(404)
    expect((await ask(end, { bearer: await bearer(), body: theirs })).status).toBe(404)
    const borrowed = { user_id: business.users.agent.userId, number: newNumber() }
    expect((await ask(outbound, { bearer: await bearer(), body: borrowed })).status).toBe(404)
  })
})

test('accounts of the first clients’ users are imported from their documents, all or none', async () => {
  const { agent, admin } = business.users
  const voice = {
    ...{ elevenLabsAgentId: 'agent_9', elevenLabsApiKey: 'xi-imported', twilioApiKey: 'not-needed' },
    ...{ twilioPhoneNumber: business.line.number, twilioSid: business.account.accountSid },
  }
  const document = { onboarding: { voice } }
  const file = CredentialFile.parse({ [agent.email]: document, [admin.userId]: document })
  expect(await importCredentials(business.businessId, file)).toBe(2)
  const wrong = { onboarding: { voice: { ...voice, twilioSid: other.account.accountSid } } }
  for (const bad of [{ nobody: document }, { [agent.email]: document, [admin.email]: wrong }]) {
    await expect(importCredentials(business.businessId, CredentialFile.parse(bad))).rejects.toThrow()
  }
  const own = { onboarding: { voice: { ...voice, twilioSid: newSid('AC'), twilioApiKey: '' } } }
  await expect(importCredentials(business.businessId, CredentialFile.parse({ [admin.email]: own }))).rejects.toThrow(
    'twilioApiKey is missing',
  )
  const account = await withBusiness(business.businessId, (tx) => openCredential(tx, agent.userId))
  expect(account).toEqual({ agentId: 'agent_9', apiKey: 'xi-imported' })
})

test('the server says that it runs', async () => {
  expect((await ask(running)).body).toEqual({ message: 'Server is running' })
})
