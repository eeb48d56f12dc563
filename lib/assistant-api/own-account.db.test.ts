import { createHmac } from 'node:crypto'
import { NextRequest } from 'next/server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { CredentialFile, importCredentials } from '#lib/assistants/import-credentials.ts'
import { takeOver } from '#lib/assistants/take-over.ts'
import { endLeg } from '#lib/calls/end-leg.ts'
import { callerOf } from '#lib/calls/test-calls.ts'
import { FakeCarrier } from '#lib/calls/test-carrier.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { newId, newSid } from '#lib/ids.ts'
import { POST as answers } from '../../app/api/voice/assistant-answers/[callId]/route.ts'
import { POST as takeCall } from '../../app/api/voice/inbound/route.ts'
import { POST as connect } from '../../app/api/voice/outbound/route.ts'
import { outboundCall } from './call-verbs.ts'

const carrier = new FakeCarrier()
let business: TestBusiness
let other: TestBusiness
beforeAll(async () => {
  await carrier.start()
  ;[business, other] = [await createTestBusiness(), await createTestBusiness()]
})
afterAll(() => carrier.stop())

let last = 0
const newNumber = () => `+44207946${String(3000 + ++last)}`

describe('a user’s own carrier account', () => {
  const AUTH_TOKEN = 'a-token-of-their-own'
  const LINE = '+12025550143'

  /** A call through the account of a user who was imported with one. */
  async function place() {
    const { userId, email } = business.users.owner
    const accountSid = newSid('AC')
    const voice = {
      ...{ elevenLabsAgentId: 'agent_own', elevenLabsApiKey: 'xi-own', twilioApiKey: AUTH_TOKEN },
      ...{ twilioPhoneNumber: LINE, twilioSid: accountSid },
    }
    const file = CredentialFile.parse({ [email]: { onboarding: { voice } } })
    expect(await importCredentials(business.businessId, file)).toBe(1)
    const by = { ...callerOf(business, business.users.owner), businessId: business.businessId }
    const { callSid } = await outboundCall(by, { user_id: userId, number: newNumber() })
    const { callId } = await withBusiness(business.businessId, (tx) =>
      tx.callAttempt.findFirstOrThrow({ where: { callSid } }),
    )
    return { accountSid, callSid, callId, userId, file, made: carrier.calls.find(({ sid }) => sid === callSid)! }
  }

  /** What the account's owner, who has its token, can have the carrier ask or forge. */
  async function signed(accountSid: string, path: string, form: Record<string, string>) {
    const url = env().PUBLIC_URL + path
    const fields = { AccountSid: accountSid, ...form }
    const text = Object.entries(fields)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flat()
      .join('')
    const signature = createHmac('sha1', AUTH_TOKEN)
      .update(url + text)
      .digest('base64')
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature }
    return new NextRequest(url, { method: 'POST', headers, body: new URLSearchParams(fields).toString() })
  }
  const form = (CallSid: string, CallStatus: string) => ({
    ...{ CallSid, CallStatus, From: LINE, To: '+442079460958', Direction: 'outbound-api', ApiVersion: '2010-04-01' },
  })

  test('carries their calls, from their number, and signs what is told of them', async () => {
    const { accountSid, callSid, callId, userId, made } = await place()
    expect(made).toMatchObject({ from: LINE, credentials: `${accountSid}:${AUTH_TOKEN}` })
    const stored = await withBusiness(business.businessId, (tx) =>
      tx.carrierAccount.findFirstOrThrow({ where: { accountSid } }),
    )
    expect(JSON.stringify(stored)).not.toContain(AUTH_TOKEN)
    expect(stored.userId).toBe(userId)

    const params = { params: Promise.resolve({ callId }) }
    const answered = await answers(
      await signed(accountSid, `/api/voice/assistant-answers/${callId}`, form(callSid, 'in-progress')),
      params,
    )
    expect([answered.status, await answered.text()]).toEqual([200, expect.stringContaining(`/media/${accountSid}`)])
    const { id } = await withBusiness(business.businessId, (tx) =>
      tx.assistantConversation.findFirstOrThrow({ where: { callId } }),
    )
    await withBusiness(business.businessId, (tx) =>
      tx.assistantConversation.updateMany({ where: { id }, data: { state: 'live' } }),
    )
    const me = callerOf(business, business.users.supervisor)
    await expect(takeOver(me, { id })).rejects.toMatchObject({ code: 'forbidden' })
    await endLeg(business.businessId, { callSid, how: 'end' })
    expect(made).toMatchObject({ status: 'completed' })
  })

  test('signs for no other call, and for nothing of the desk', async () => {
    const { accountSid, callSid } = await place()
    const foreign = await place()
    const ofOthers = await answers(
      await signed(accountSid, `/api/voice/assistant-answers/${foreign.callId}`, form(callSid, 'in-progress')),
      { params: Promise.resolve({ callId: foreign.callId }) },
    )
    expect(ofOthers.status).toBe(403)
    const desk = { ...form(newSid('CA'), 'ringing'), To: business.line.number, Direction: 'inbound' }
    const inbound = await takeCall(await signed(accountSid, '/api/voice/inbound', desk), {
      params: Promise.resolve({}),
    })
    expect(inbound.status).toBe(403)
    const agent = { ...desk, From: `client:${business.users.agent.carrierIdentity}`, attemptId: newId() }
    const outgoing = await connect(await signed(accountSid, '/api/voice/outbound', agent), {
      params: Promise.resolve({}),
    })
    expect(outgoing.status).toBe(403)
  })

  test('belongs to one user of one business', async () => {
    const { file, accountSid } = await place()
    const [{ onboarding }] = Object.values(file) as [(typeof file)[string]]
    for (const [where, who] of [
      [business, business.users.admin],
      [other, other.users.agent],
    ] as const) {
      const taken = importCredentials(where.businessId, { [who.email]: { onboarding } })
      await expect(taken).rejects.toMatchObject({ code: 'caller_id_not_allowed' })
    }
    await importCredentials(business.businessId, file)
    expect(await withBusiness(business.businessId, (tx) => tx.carrierAccount.count({ where: { accountSid } }))).toBe(1)
  })
})
