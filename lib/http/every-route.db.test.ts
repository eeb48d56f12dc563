import { SignJWT } from 'jose'
import { encode } from 'next-auth/jwt'
import twilio from 'twilio'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import { newApiKey } from '#lib/auth/api-key.ts'
import { sessionCookie } from '#lib/auth/session-cookie.ts'
import { newCallSid } from '#lib/calls/test-calls.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { createTestRows } from '#lib/db/test-rows.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { newId } from '#lib/ids.ts'
import { addressOf, type Door, doorsOf, knock as knockAt, lockOf } from './test-doors.ts'
import { sampleOf } from './test-samples.ts'

/** The one cookie of the request under test; next/headers works inside Next only. */
const jar = vi.hoisted(() => ({ cookie: undefined as string | undefined }))
vi.mock('next/headers', () => ({
  cookies: async () => ({
    get: (name: string) => (jar.cookie && name === sessionCookie().name ? { value: jar.cookie } : undefined),
  }),
}))

const doors = await doorsOf()
const carrierDoors = doors.filter(({ path }) => lockOf(path) === 'signature')
const ourDoors = doors.filter(({ path }) => lockOf(path) === 'principal')

let business: TestBusiness
let other: TestBusiness
let callId: string
let callSid: string
let recordingId: string
beforeAll(async () => {
  ;[business, other] = [await createTestBusiness(), await createTestBusiness()]
  callId = await createTestRows(business)
  const found = await withBusiness(business.businessId, async (tx) => ({
    leg: await tx.callLeg.findFirstOrThrow(),
    recording: await tx.recording.findFirstOrThrow(),
  }))
  ;[callSid, recordingId] = [found.leg.callSid, found.recording.id]
})

/** The ids of the first business, whatever a route calls them. */
function paramsOf(path: string): Record<string, string> {
  const id = path.includes('recordings') ? recordingId : path.includes('keys') ? business.apiKey.id : callId
  const all: Record<string, string> = { id, callId, callSid, recordingId }
  return Object.fromEntries([...path.matchAll(/\[(\w+)\]/g)].map(([, name]) => [name!, all[name!] ?? callId]))
}

function knock(door: Door, headers: Record<string, string> = {}, body?: string): Promise<Response> {
  return knockAt(door, { params: paramsOf(door.path), headers, ...(body !== undefined && { body }) })
}

const bearer = (text: string) => ({ authorization: `Bearer ${text}` })
const secret = (text = env().JWT_SECRET) => new TextEncoder().encode(text)
const claims = () => ({ kind: 'key', businessId: business.businessId })
function jwt({
  key = secret(),
  typ = 'offhook-api+jwt',
  exp = '5m',
  iss = 'offhook',
  aud = 'offhook-api',
  nbf = '0s',
} = {}) {
  return new SignJWT(claims())
    .setProtectedHeader({ alg: 'HS256', typ })
    .setSubject(business.apiKey.id)
    .setIssuer(iss)
    .setAudience(aud)
    .setJti(newId())
    .setIssuedAt()
    .setNotBefore(nbf)
    .setExpirationTime(exp)
    .sign(key)
}
const unsigned = (alg: string) =>
  [
    { alg, typ: 'offhook-api+jwt' },
    { ...claims(), sub: business.apiKey.id, exp: 4e9, iat: 1, jti: 'x', iss: 'offhook', aud: 'offhook-api' },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')

const BAD_BEARERS: [string, () => string | Promise<string>][] = [
  ['an unknown key', () => newApiKey()],
  ['an empty key', () => 'ofk_'],
  ['a token of no algorithm', () => `${unsigned('none')}.`],
  ['a token with no signature', () => `${unsigned('HS256')}.`],
  ['a token of another secret', () => jwt({ key: secret('z'.repeat(40)) })],
  ['a token of the sessions’ secret', () => jwt({ key: secret(env().NEXTAUTH_SECRET) })],
  ['an expired token', () => jwt({ exp: '-1m' })],
  ['a token of the future', () => jwt({ nbf: '61s' })],
  ['a token of another purpose', () => jwt({ typ: 'JWT' })],
  ['a token for another audience', () => jwt({ aud: 'offhook-live' })],
  ['a token of another issuer', () => jwt({ iss: 'evil' })],
  [
    'a session’s cookie as a token',
    async () => encode({ token: { userId: business.users.owner.userId }, secret: env().NEXTAUTH_SECRET }),
  ],
  ['text that is no token', () => 'x.y.z'],
]

test('there are doors of both kinds', () => {
  expect(carrierDoors.length).toBeGreaterThan(20)
  expect(ourDoors.length).toBeGreaterThan(15)
})

describe.each(ourDoors.map((door) => [door.name, door] as const))('%s', (name, door) => {
  test('opens to nobody without a session, key or token', async () => {
    jar.cookie = undefined
    expect((await knock(door)).status).toBe(401)
    expect((await knock(door, { authorization: 'Basic b2ZrX2RlbW9fYWRtaW46' })).status).toBe(401)
    expect(
      (await knock(door, { 'x-middleware-subrequest': 'proxy:proxy', 'x-user-id': business.users.owner.userId }))
        .status,
    ).toBe(401)
  })

  test('opens to no wrong, forged or expired credential, also beside a good cookie', async () => {
    const { userId } = business.users.owner
    const session = { userId, businessId: business.businessId, sessionVersion: 1 }
    jar.cookie = await encode({ token: session, secret: env().NEXTAUTH_SECRET })
    for (const [what, make] of BAD_BEARERS) expect((await knock(door, bearer(await make()))).status, what).toBe(401)
    jar.cookie = undefined
  })

  test('shows and changes nothing of another business', async () => {
    const id = await withBusiness(business.businessId, (tx) =>
      tx.apiKey.findFirstOrThrow({ where: { id: business.apiKey.id } }),
    )
    const response = await knock(door, bearer(other.apiKey.key), sampleOf(name, { id: callId }) ?? '{}')
    const body = await response.text()
    for (const theirs of [callId, recordingId, business.businessId, business.users.agent.carrierIdentity]) {
      expect(body).not.toContain(theirs)
    }
    if (door.path.includes('[')) expect([403, 404]).toContain(response.status)
    const now = await withBusiness(business.businessId, (tx) => tx.apiKey.findFirstOrThrow({ where: { id: id.id } }))
    expect(now.revokedAt).toBeNull()
  })

  test('refuses a page of another site that rides on a cookie', async () => {
    if (door.method === 'GET') return
    const { userId } = business.users.owner
    jar.cookie = await encode({
      token: { userId, businessId: business.businessId, sessionVersion: 1 },
      secret: env().NEXTAUTH_SECRET,
    })
    for (const origin of ['https://evil.example', 'null']) {
      expect((await knock(door, { origin, 'sec-fetch-site': 'cross-site' }, '{}')).status).toBe(403)
    }
    jar.cookie = undefined
  })
})

describe.each(carrierDoors.map((door) => [door.name, door] as const))('%s', (_, door) => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const fields = (account = business) => ({
    ...{
      AccountSid: account.account.accountSid,
      CallSid: newCallSid(),
      From: '+442079460958',
      To: business.line.number,
    },
    ...{ CallStatus: 'ringing', Direction: 'inbound', DialCallStatus: 'completed', ApiVersion: '2010-04-01' },
  })
  const signedBy = (token: string, sent: Record<string, string>) => {
    const params = paramsOf(door.path)
    const url = env().PUBLIC_URL + addressOf(door.path, params)
    return { ...form, 'x-twilio-signature': twilio.getExpectedTwilioSignature(token, url, sent) }
  }
  const encoded = (sent: Record<string, string>) => new URLSearchParams(sent).toString()

  test('opens to the carrier’s signature only', async () => {
    const sent = fields()
    const wrong = [form, { ...form, 'x-twilio-signature': 'x' }, bearer(business.apiKey.key), signedBy('', sent)]
    for (const headers of [...wrong, signedBy(other.account.authToken, sent)]) {
      expect((await knock(door, { ...form, ...headers }, encoded(sent))).status).toBe(403)
    }
  })

  test('lets the carrier’s word for one business touch nothing of another', async () => {
    const before = await withBusiness(business.businessId, (tx) => tx.callEvent.count())
    const sent = fields(other)
    const response = await knock(door, signedBy(other.account.authToken, sent), encoded(sent))
    if (door.path.includes('[callId]')) expect([404, 422]).toContain(response.status)
    expect(await withBusiness(business.businessId, (tx) => tx.callEvent.count())).toBe(before)
  })
})
