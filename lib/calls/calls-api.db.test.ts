import twilio from 'twilio'
import { beforeAll, describe, expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { type Door, doorsOf, knock } from '#lib/http/test-doors.ts'
import { newId, newSid } from '#lib/ids.ts'

type Json = Record<string, unknown> & { data: Record<string, unknown> }

let business: TestBusiness
let doors: Door[]
beforeAll(async () => {
  business = await createTestBusiness()
  doors = await doorsOf('api/calls')
})

const doorOf = (name: string) => doors.find((door) => door.name === name)!
async function ask(name: string, request: { id?: string; query?: string; body?: object } = {}) {
  const headers = { authorization: `Bearer ${business.apiKey.key}` }
  const { id, query, body } = request
  const sent = { headers, params: { id: id ?? '' }, query, ...(body && { body: JSON.stringify(body) }) }
  const response = await knock(doorOf(name), sent)
  return { status: response.status, body: (await response.json()) as Json }
}

/** The requests that the API's first description shows, with SIDs and ids of full length. */
const CREATE = {
  caller_phone: '+15551234567',
  caller_name: 'John Doe',
  twilio_account_sid: newSid('AG'),
  phone_number: '+15559876543',
  direction: 'inbound',
  status: 'completed',
  started_at: '2024-01-15T10:00:00Z',
  ended_at: '2024-01-15T10:05:30Z',
  duration: 330,
  outcome: 'completed',
  quality: {
    ...{ jitter: 0.05, packet_loss: 0.001, mos_score: 4.2, rtt: 45, codec: 'OPUS' },
    network_info: { network_type: 'wifi', carrier: 'Verizon', signal_strength: -65 },
  },
  transcript: {
    segments: [
      { speaker: 'customer', start_time: 0, end_time: 5, text: 'Hello, I need help with my account', confidence: 0.95 },
      { speaker: 'agent', start_time: 5, end_time: 8, text: 'Hi! How can I help you today?', confidence: 0.98 },
    ],
    ...{ duration: 330, language: 'en', provider: 'assembly-ai' },
  },
  metadata: {
    ...{ tags: ['support', 'technicals'], notes: 'Customer called about billing issue', campaign: 'q1-2024-support' },
    ...{ source: 'phone', custom: { department: 'support', priority: 'high' } },
  },
}

describe('the documented life of a call', () => {
  const customer_id = newId()
  const twilio_call_sid = newSid('CA')
  let id: string

  test('begins with its record', async () => {
    const { status, body } = await ask('POST /api/calls', { body: { ...CREATE, customer_id, twilio_call_sid } })
    expect(status).toBe(201)
    expect(body).toMatchObject({ success: true, message: 'Call created successfully' })
    id = body.data.id as string
    expect(body.data).toMatchObject({
      ...{ id: expect.any(String), business_id: business.businessId, customer_id, twilio_call_sid },
      ...{ caller_phone: '+15551234567', caller_name: 'John Doe', phone_number: '+15559876543', direction: 'inbound' },
      ...{ status: 'completed', outcome: 'completed', duration: 330, recording_url: null },
      ...{ started_at: '2024-01-15T10:00:00.000Z', ended_at: '2024-01-15T10:05:30.000Z' },
      ...{ created_at: expect.any(String), updated_at: expect.any(String) },
    })
  })

  test('goes on with a change', async () => {
    const { status, body } = await ask('PUT /api/calls/[id]', {
      id,
      body: {
        ...{ duration: 360, outcome: 'completed', status: 'completed' },
        transcript: { segments: CREATE.transcript.segments, duration: 360, language: 'en' },
        metadata: { notes: 'Updated transcript with agent response', transcription_status: 'completed' },
      },
    })
    expect([status, body.message]).toEqual([200, 'Call updated successfully'])
    expect(body.data).toMatchObject({ id, duration: 360, metadata: { tags: ['support', 'technicals'] } })
  })

  test('is read with all that was said of it', async () => {
    const { status, body } = await ask('GET /api/calls/[id]', { id })
    expect(status).toBe(200)
    expect(body.data).toMatchObject({
      ...{ id, business_id: business.businessId, quality: CREATE.quality, recording_url: null },
      transcript: { segments: CREATE.transcript.segments },
    })
  })

  test('is found by every filter at once', async () => {
    const query = `?customer_id=${customer_id}&direction=inbound&status=completed&outcome=completed&start_date=2024-01-01T00:00:00Z&end_date=2024-01-31T23:59:59Z&min_duration=60&max_duration=600&has_recording=false&search=555&tags=support,technicals&page=1&limit=20&sort_by=started_at&sort_order=desc`
    const { status, body } = await ask('GET /api/calls', { query })
    expect(status).toBe(200)
    expect(body.data).toMatchObject({
      calls: [
        {
          ...{ id, customer_id, caller_phone: '+15551234567', phone_number: '+15559876543', direction: 'inbound' },
          ...{ status: 'completed', duration: 360, recording_url: null, has_transcript: true },
        },
      ],
      pagination: {
        ...{ current_page: 1, total_pages: 1, total_count: 1, per_page: 20, has_next: false, has_prev: false },
      },
    })
    const slip = await ask('GET /api/calls', { query: '?search=555123&page=1&limit:20' })
    expect(slip.body.data).toMatchObject({ calls: [{ id }] })
  })

  test('ends with its deletion, once', async () => {
    expect(await ask('DELETE /api/calls/[id]', { id })).toMatchObject({ status: 200, body: { success: true } })
    expect(await ask('DELETE /api/calls/[id]', { id })).toMatchObject({
      status: 404,
      body: { success: false, error: 'There is no such call.', code: 'not_found' },
    })
  })
})

test('a key whose header repeats its own name is read as the examples mean it', async () => {
  const headers = { authorization: `Authorization: Bearer ${business.apiKey.key}` }
  expect((await knock(doorOf('GET /api/calls'), { headers })).status).toBe(200)
})

describe('the carrier’s reports', () => {
  /** A form as the carrier sends it, signed by an account's token. */
  async function report(
    path: string,
    fields: Record<string, string>,
    { token = business.account.authToken, query = '' } = {},
  ) {
    const signature = twilio.getExpectedTwilioSignature(token, `${env().PUBLIC_URL}${path}${query}`, fields)
    const headers = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': signature }
    const response = await knock(doorOf(`POST ${path}`), {
      headers,
      query,
      body: new URLSearchParams(fields).toString(),
    })
    return { status: response.status, text: await response.text() }
  }
  const CALL = '/api/calls/webhook/twilio'
  const form = (callSid: string) => ({
    ...{ CallSid: callSid, AccountSid: business.account.accountSid, From: '+15551234567', To: '+15559876543' },
    ...{ CallStatus: 'completed', Direction: 'inbound', Duration: '330' },
  })
  const callOf = async (callSid: string) =>
    (await ask('GET /api/calls', { query: `?twilio_call_sid=${callSid}` })).body.data.calls as Record<string, unknown>[]

  test('make a call under the names of the API’s description', async () => {
    const callSid = newSid('CA')
    const times = { StartTime: '2024-01-15T10:00:00Z', EndTime: '2024-01-15T10:05:30Z' }
    const sent = { ...form(callSid), ...times, business_id: business.businessId }
    expect(await report(CALL, sent)).toEqual({ status: 200, text: 'OK' })
    expect(await report(CALL, sent)).toEqual({ status: 200, text: 'OK' })
    expect(await callOf(callSid)).toMatchObject([
      {
        ...{ direction: 'inbound', status: 'completed', outcome: 'completed', duration: 330 },
        ...{ phone_number: '+15559876543', caller_phone: '+15551234567' },
        ...{ started_at: '2024-01-15T10:00:00.000Z', ended_at: '2024-01-15T10:05:30.000Z' },
      },
    ])
  })

  test('follow a call under the carrier’s own names, where Duration is minutes', async () => {
    const callSid = newSid('CA')
    const own = { Direction: 'outbound-api', CallbackSource: 'call-progress-events' }
    const at = (second: string) => `Mon, 15 Jan 2024 10:00:${second} +0000`
    const { Duration: _, ...bare } = form(callSid)
    const step = (CallStatus: string, second: string, more = {}) =>
      report(CALL, { ...bare, ...own, CallStatus, SequenceNumber: `${Number(second)}`, Timestamp: at(second), ...more })
    await step('completed', '47', { CallDuration: '40', Duration: '1' })
    await step('ringing', '02')
    await step('in-progress', '07')
    expect(await callOf(callSid)).toMatchObject([{ direction: 'outbound', status: 'completed', duration: 40 }])
  })

  test('update the record that a client made of the same call, and bring back none that was deleted', async () => {
    const callSid = newSid('CA')
    const body = { ...CREATE, status: 'ringing', outcome: null, ended_at: undefined, twilio_call_sid: callSid }
    const { body: made } = await ask('POST /api/calls', { body })
    await report(CALL, form(callSid))
    expect(await callOf(callSid)).toMatchObject([{ id: made.data.id, status: 'completed', duration: 330 }])
    await ask('DELETE /api/calls/[id]', { id: made.data.id as string })
    expect((await report(CALL, { ...form(callSid), CallStatus: 'in-progress' })).status).toBe(200)
    expect(await callOf(callSid)).toEqual([])
  })

  test.each(['form', 'address'])('for another business in the %s are refused and change nothing', async (where) => {
    const callSid = newSid('CA')
    const business_id = newId()
    const answer =
      where === 'form'
        ? await report(CALL, { ...form(callSid), business_id })
        : await report(CALL, form(callSid), { query: `?business_id=${business_id}` })
    expect(answer.status).toBe(403)
    expect(await callOf(callSid)).toEqual([])
    expect((await report(CALL, form(callSid), { query: `?business_id=${business.businessId}` })).status).toBe(200)
  })

  test('of a recording are taken with the account that its address names', async () => {
    const callSid = newSid('CA')
    await report(CALL, form(callSid))
    const recordingSid = newSid('RE')
    const RecordingUrl = `https://api.twilio.com/2010-04-01/Accounts/${business.account.accountSid}/Recordings/${recordingSid}`
    const fields = {
      CallSid: callSid,
      RecordingSid: recordingSid,
      RecordingUrl,
      RecordingDuration: '330',
      RecordingFormat: 'wav',
    }
    expect(await report(`${CALL}/recording`, fields, { token: 'x' })).toMatchObject({ status: 403 })
    expect(await report(`${CALL}/recording`, { ...fields, business_id: business.businessId })).toMatchObject({
      status: 200,
    })
    const rows = await withBusiness(business.businessId, (tx) => tx.recording.findMany({ where: { recordingSid } }))
    expect(rows).toMatchObject([{ callSid, status: 'processing', durationMs: 330_000 }])
  })
})
