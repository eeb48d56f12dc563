import { NextRequest } from 'next/server'
import twilio from 'twilio'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { placeCall } from '#lib/calls/place-call.ts'
import { startCall } from '#lib/calls/start-call.ts'
import { callRow, keyCallerOf, newCallSid } from '#lib/calls/test-calls.ts'
import { FakeCarrier } from '#lib/calls/test-carrier.ts'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { noteLive } from '#lib/users/presence.ts'
import { POST as handleInput } from '../../app/(seeds)/voice/handle-input/route.ts'
import { POST as voice } from '../../app/(seeds)/voice/route.ts'
import { POST as twiml } from '../../app/(seeds)/voice/twiml/route.ts'
import { POST as callStatus } from '../../app/(seeds)/webhooks/call-status/route.ts'

const carrier = new FakeCarrier()
let business: TestBusiness
beforeAll(async () => {
  await carrier.start()
  business = await createTestBusiness()
  await noteLive(business.businessId, business.users.agent.membershipId)
})
afterAll(() => carrier.stop())

/** A request that the carrier signed for a path of ours. */
async function sent(handle: typeof voice, path: string, more: Record<string, string>) {
  const url = `http://localhost:3000${path}`
  const form = {
    ...{ AccountSid: business.account.accountSid, From: business.line.number, To: '+442079460958' },
    ...{ CallStatus: 'in-progress', Direction: 'outbound-api', CallSid: newCallSid(), ...more },
  }
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': twilio.getExpectedTwilioSignature(business.account.authToken, url, form),
  }
  const request = new NextRequest(url, { method: 'POST', body: new URLSearchParams(form).toString(), headers })
  const response = await handle(request, { params: Promise.resolve({}) })
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

async function startedCall(message: string | null) {
  const options = { twimlUrl: null, message, record: false, channels: 'dual' } as const
  const dial = { to: '+442079460958', from: business.line.number, origin: 'api', options } as const
  const placed = await placeCall(keyCallerOf(business, newCallSid()), dial)
  await startCall(business.businessId, placed.attemptId)
  return { ...placed, callSid: carrier.madeFor(placed.attemptId)[0]!.sid }
}

test('a callee hears the message of the call, or whose call it is', async () => {
  const { attemptId, callSid } = await startedCall('Your engineer is on the way.')
  const answer = await sent(twiml, `/voice/twiml?attempt=${attemptId}`, { CallSid: callSid })
  expect(answer).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8' })
  expect(answer.text).toContain('>Your engineer is on the way.<')
  expect((await sent(twiml, '/voice/twiml', {})).text).toContain('Test Heating')
})

test('a key of the menu rings the desk in the same call; another ends it', async () => {
  const { callId, callSid } = await startedCall(null)
  const answer = await sent(handleInput, '/voice/handle-input', { CallSid: callSid, Digits: '2' })
  expect(answer.text).toContain(`<Identity>${business.users.agent.carrierIdentity}</Identity>`)
  expect(answer.text).toContain(callId)
  expect((await sent(handleInput, '/voice/handle-input', { CallSid: callSid, Digits: '9' })).text).toContain(
    '<Hangup/>',
  )
  expect((await sent(handleInput, '/voice/handle-input', { CallSid: callSid })).text).toContain('<Hangup/>')
})

test('one address takes both kinds of call', async () => {
  const inbound = { From: '+442079460958', To: business.line.number, CallStatus: 'ringing', Direction: 'inbound' }
  expect((await sent(voice, '/voice', inbound)).text).toContain('<Identity>')
  const browser = { From: `client:${business.users.agent.carrierIdentity}`, To: '', Direction: 'inbound' }
  expect((await sent(voice, '/voice', browser)).text).toContain('cannot be placed')
})

test.each(['busy', 'no-answer', 'failed', 'completed', 'canceled'])(
  'a report of %s is taken and thanked for',
  async (status) => {
    const { callId, callSid, attemptId } = await startedCall(null)
    const path = `/webhooks/call-status?callId=${callId}&role=outside&attempt=${attemptId}`
    const report = { CallSid: callSid, CallStatus: status, SequenceNumber: '2', CallDuration: '0' }
    expect(await sent(callStatus, path, report)).toMatchObject({ status: 200, text: 'OK' })
    const wanted = status === 'completed' ? 'canceled' : status
    expect(await callRow(business, callId)).toMatchObject({ status: wanted, endedAt: expect.any(Date) })
  },
)
