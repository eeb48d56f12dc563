import { NextRequest } from 'next/server'
import twilio from 'twilio'
import { beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { takeInbound } from '#lib/calls/take-inbound.ts'
import { newCallSid } from '#lib/calls/test-calls.ts'
import { database } from '#lib/db/client.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { noteLive } from '#lib/users/presence.ts'
import { InboundForm } from '#lib/webhooks/carrier-forms.ts'
import { carrierWebhook } from './carrier-webhook.ts'

const PATH = '/api/voice/inbound'
const inbound = carrierWebhook({ form: InboundForm, run: takeInbound })
let business: TestBusiness
beforeAll(async () => {
  business = await createTestBusiness()
  const { businessId, users } = business
  await noteLive(businessId, users.agent.membershipId)
})

type Form = Record<string, string>
const formOf = (more: Form = {}): Form => ({
  AccountSid: business.account.accountSid,
  CallSid: newCallSid(),
  From: '+442079460958',
  To: business.line.number,
  CallStatus: 'ringing',
  Direction: 'inbound',
  ApiVersion: '2010-04-01',
  ...more,
})

interface Sent {
  token?: string
  authToken?: string
  signature?: string
  body?: string
  path?: string
  contentType?: string
}

function send(form: Form, sent: Sent = {}) {
  const url = `http://localhost:3000${sent.path ?? PATH}`
  const signature =
    sent.signature ?? twilio.getExpectedTwilioSignature(sent.authToken ?? business.account.authToken, url, form)
  const request = new NextRequest(`http://internal:1234${sent.path ?? PATH}`, {
    method: 'POST',
    body: sent.body ?? new URLSearchParams(form).toString(),
    headers: {
      'content-type': sent.contentType ?? 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature,
      'x-forwarded-host': 'evil.example',
      ...(sent.token && { 'i-twilio-idempotency-token': sent.token }),
    },
  })
  return inbound(request, { params: Promise.resolve({}) })
}

/** A JSON body; the signature covers the address alone, which should carry the body's hash. */
function sendJson(form: Form, search: string) {
  const body = JSON.stringify(form)
  const hash = twilio.getExpectedBodyHash(body)
  const path = `${PATH}${search === 'good' ? `?bodySHA256=${hash}` : search}`
  const signature = twilio.getExpectedTwilioSignature(business.account.authToken, `http://localhost:3000${path}`, {})
  return send(form, { path, body, signature, contentType: 'application/json' })
}

/** The same signed text: a name lends its last letters to its value. */
function sendRecut() {
  const { ApiVersion, ...form } = formOf()
  const signature = sign({ ...form, ApiVersion: ApiVersion! })
  return send(form, { signature, body: new URLSearchParams({ ...form, ApiVers: `ion${ApiVersion}` }).toString() })
}

/** The same signed text again, the body's first fields at the end of the address. */
function sendMoved() {
  const { AccountSid, ...form } = formOf()
  const signature = sign({ ...form, AccountSid: AccountSid! })
  return send(form, { signature, path: `${PATH}AccountSid${AccountSid}` })
}

const sign = (form: Form) =>
  twilio.getExpectedTwilioSignature(business.account.authToken, `http://localhost:3000${PATH}`, form)

const manyFields = () => Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`F${index}`, '1']))

const calls = () => withBusiness(business.businessId, (tx) => tx.call.count())

describe('a carrier webhook', () => {
  test('answers what the carrier signed, whatever host the request names', async () => {
    const before = await calls()
    const response = await send(formOf({ FromCity: 'LONDON', BrandNewField: '1' }))
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('text/xml')
    const twiml = await response.text()
    expect(twiml).toContain(`<Identity>${business.users.agent.carrierIdentity}</Identity>`)
    expect(twiml).toContain('answerOnBridge="true"')
    expect(await calls()).toBe(before + 1)
  })

  test('a repeated delivery gets the same answer and does nothing, twenty at once', async () => {
    const before = await calls()
    const form = formOf()
    const answers = await Promise.all(Array.from({ length: 20 }, () => send(form, { token: 'delivery-1' })))
    const bodies = await Promise.all(answers.map((answer) => answer.text()))
    expect(new Set(bodies).size).toBe(1)
    expect(await calls()).toBe(before + 1)
    expect(await (await send(form, { token: 'delivery-1' })).text()).toBe(bodies[0])
  })

  test.each<[string, () => Promise<Response>, number]>([
    ['no signature', () => send(formOf(), { signature: '' }), 403],
    ['another token', () => send(formOf(), { authToken: 'f'.repeat(32) }), 403],
    ['an empty token', () => send(formOf(), { authToken: '' }), 403],
    ['an account nobody has', () => send(formOf({ AccountSid: `AC${'0'.repeat(32)}` })), 403],
    ['a field added after signing', () => send(formOf(), { body: `${new URLSearchParams(formOf())}&x=1` }), 403],
    ['a field given twice', () => send(formOf(), { body: `${new URLSearchParams(formOf())}&From=1` }), 400],
    ['text', () => send(formOf(), { contentType: 'text/plain' }), 415],
    ['JSON whose hash is not in the address', () => sendJson(formOf(), ''), 403],
    ['JSON with the hash of another', () => sendJson(formOf(), `?bodySHA256=${'0'.repeat(64)}`), 403],
    ['an address with a field of the form', () => send(formOf(), { path: `${PATH}?CallSid=CA1` }), 400],
    ['a captured request cut elsewhere', () => sendRecut(), 400],
    ['fields moved into the address', () => sendMoved(), 403],
    ['5,000 fields', () => send({ ...formOf(), ...manyFields() }), 400],
    ['a caller that is no address', () => send(formOf({ From: '<script>alert(1)</script>' })), 422],
    ['a body of 100 kB', () => send(formOf({ Junk: 'x'.repeat(100_000) })), 413],
    ['a CallSid that is none', () => send(formOf({ CallSid: 'CAxyz' })), 422],
  ])('refuses %s and writes nothing', async (_, request, status) => {
    const before = await calls()
    expect((await request()).status).toBe(status)
    expect(await calls()).toBe(before)
  })

  test('takes JSON whose hash the signed address carries', async () => {
    const before = await calls()
    expect((await sendJson(formOf(), 'good')).status).toBe(200)
    expect(await calls()).toBe(before + 1)
  })

  test('refuses a compressed body before it is in memory', async () => {
    const request = new NextRequest(`http://localhost:3000${PATH}`, {
      method: 'POST',
      body: 'x',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': 'gzip' },
    })
    expect((await inbound(request, { params: Promise.resolve({}) })).status).toBe(415)
  })

  test.each([
    'anonymous',
    '+266696687',
    'sip:someone@example.com:5060;transport=tls',
    '',
    'client:visitor',
    'Restricted',
  ])('takes a caller shown as "%s"', async (From) => {
    const before = await calls()
    expect((await send(formOf({ From, CallerName: '<b>\u202ex\0 ✓', StirVerstat: 'x'.repeat(10_000) }))).status).toBe(
      200,
    )
    expect(await calls()).toBe(before + 1)
  })

  test('a replay with another idempotency token, or after the ledger forgot it, rings nobody again', async () => {
    const form = formOf()
    const first = await (await send(form, { token: 'one' })).text()
    const before = await calls()
    expect(await (await send(form, { token: 'two' })).text()).toBe(first)
    await database().webhookDelivery.deleteMany({ where: { businessId: business.businessId } })
    expect(await (await send(form, { token: 'three' })).text()).not.toContain('<Identity>')
    expect(await calls()).toBe(before)
  })

  test('another business’s signature opens nothing of this one', async () => {
    const other = await createTestBusiness()
    const before = await calls()
    const form = formOf({ AccountSid: business.account.accountSid })
    expect((await send(form, { authToken: other.account.authToken })).status).toBe(403)
    const theirs = formOf({ AccountSid: other.account.accountSid, To: business.line.number })
    expect((await send(theirs, { authToken: other.account.authToken })).status).toBe(200)
    expect(await calls()).toBe(before)
  })

  test('a failing verb writes nothing, and its delivery may come again', async () => {
    let fails = true
    const flaky = carrierWebhook({
      form: z.object({}),
      run: async () => {
        if (fails) throw new Error('not now')
        return '<Response/>'
      },
    })
    const form = formOf()
    const request = () =>
      new NextRequest(`http://localhost:3000${PATH}`, {
        method: 'POST',
        body: new URLSearchParams(form).toString(),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-twilio-signature': twilio.getExpectedTwilioSignature(
            business.account.authToken,
            `http://localhost:3000${PATH}`,
            form,
          ),
        },
      })
    expect((await flaky(request(), { params: Promise.resolve({}) })).status).toBe(500)
    fails = false
    expect((await flaky(request(), { params: Promise.resolve({}) })).status).toBe(200)
  })
})
