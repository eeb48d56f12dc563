import twilio from 'twilio'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestCarrier, type TestCarrier, until } from './test-carrier.ts'
import {
  ACCOUNT_KEYS,
  APPLICATION_KEYS,
  CALL_KEYS,
  CONFERENCE_KEYS,
  NUMBER_KEYS,
  PAGE_KEYS,
  PARTICIPANT_KEYS,
} from './test-keys.ts'

// Whole calls in real time; the waits inside give up first and say for what.
vi.setConfig({ testTimeout: 20_000 })

let carrier: TestCarrier
const OURS = '+442079460111'
const PHONE = '+442079460958'
const ALL_EVENTS = ['initiated', 'ringing', 'answered', 'completed']

beforeAll(async () => {
  carrier = await startTestCarrier()
  await carrier.client.incomingPhoneNumbers.create({ phoneNumber: OURS })
})
afterAll(() => carrier.close())

/** A call to a phone that answers at once, once it was answered. */
async function talkingCall(twiml = '<Response><Pause length="60"/></Response>', to = PHONE) {
  await carrier.control('PUT', `/phones/${encodeURIComponent(to)}`, { answer: 'auto', afterMs: 0 })
  const call = await carrier.client.calls.create({ to, from: OURS, twiml })
  await until('the answer', async () => (await carrier.client.calls(call.sid).fetch()).status === 'in-progress')
  return call
}

const raw = async (path: string, init: RequestInit = {}) => {
  const { sid, authToken } = carrier.account
  const authorization = `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`
  const response = await fetch(`${carrier.url}/2010-04-01/Accounts/${sid}${path}`, {
    ...init,
    headers: { authorization },
  })
  return (await response.json()) as Record<string, unknown>
}

describe('calls', () => {
  test('are created, reported, fetched, listed and ended as the twilio library expects', async () => {
    const { client, app } = carrier
    await carrier.control('PUT', `/phones/${encodeURIComponent(PHONE)}`, { answer: 'auto', afterMs: 0 })
    const call = await client.calls.create({
      to: PHONE,
      from: OURS,
      twiml: '<Response><Pause length="60"/></Response>',
      statusCallback: `${app.base}/status`,
      statusCallbackEvent: ALL_EVENTS,
    })
    expect(call).toMatchObject({ status: 'queued', direction: 'outbound-api', to: PHONE, from: OURS, startTime: null })
    await app.got('/status', { CallSid: call.sid, CallStatus: 'in-progress' })
    expect((await client.calls(call.sid).fetch()).status).toBe('in-progress')
    const listed = await client.calls.list({ to: PHONE, from: OURS, startTimeAfter: new Date(Date.now() - 1000) })
    expect(listed.map(({ sid }) => sid)).toContain(call.sid)
    expect((await client.calls(call.sid).update({ status: 'completed' })).status).toBe('completed')
    await app.got('/status', { CallSid: call.sid, CallStatus: 'completed' })
    expect(app.at('/status').filter(({ CallSid }) => CallSid === call.sid)).toMatchObject([
      {
        CallStatus: 'initiated',
        SequenceNumber: '0',
        CallbackSource: 'call-progress-events',
        Direction: 'outbound-api',
      },
      { CallStatus: 'ringing', SequenceNumber: '1', Caller: OURS, Called: PHONE },
      { CallStatus: 'in-progress', SequenceNumber: '2', AccountSid: carrier.account.sid, ApiVersion: '2010-04-01' },
      { CallStatus: 'completed', SequenceNumber: '3', SipResponseCode: '200', CallDuration: '0', Duration: '0' },
    ])
    expect(app.requests.every(({ signed, token }) => signed && token !== undefined)).toBe(true)
  })

  test.each([
    ['busy', 'busy', '486'],
    ['decline', 'busy', '603'],
    ['never', 'no-answer', '487'],
  ])('a phone that is set to %s ends the call as %s', async (answer, status, sipCode) => {
    const { client, app } = carrier
    const to = `+44207946${answer === 'busy' ? '0901' : answer === 'decline' ? '0902' : '0903'}`
    await carrier.control('PUT', `/phones/${encodeURIComponent(to)}`, { answer, afterMs: 10 })
    const statusCallback = app.answers(`/end-${answer}`, '<Response/>')
    await client.calls.create({ to, from: OURS, twiml: '<Response/>', timeout: 1, statusCallback })
    expect(await app.got(`/end-${answer}`)).toMatchObject({
      CallStatus: status,
      SipResponseCode: sipCode,
      SequenceNumber: '0',
    })
  })

  test('have every key of the resource and no other', async () => {
    const { sid } = await talkingCall()
    expect(Object.keys(await raw(`/Calls/${sid}.json`)).sort()).toEqual(CALL_KEYS)
    expect(Object.keys(await raw('/Calls.json?PageSize=1')).sort()).toEqual(['calls', ...PAGE_KEYS].sort())
    await carrier.client.calls(sid).update({ status: 'completed' })
  })

  test('page through lists', async () => {
    const all = await carrier.client.calls.list()
    const paged = await carrier.client.calls.list({ pageSize: 2 })
    expect(all.length).toBeGreaterThan(2)
    expect(paged.map(({ sid }) => sid)).toEqual(all.map(({ sid }) => sid))
  })

  test('are given other TwiML while they talk', async () => {
    const call = await talkingCall()
    await carrier.client.calls(call.sid).update({ twiml: '<Response><Say>Moved</Say></Response>' })
    await until('the new text', async () => (await carrier.control('GET', `/calls/${call.sid}`)).said.includes('Moved'))
  })
})

describe('errors', () => {
  const code = (promise: Promise<unknown>) =>
    promise.then(() => undefined).catch((error: { code: number }) => error.code)

  test('carry the codes of the real carrier', async () => {
    const { client, account, url } = carrier
    const call = { to: PHONE, from: OURS, twiml: '<Response/>' }
    expect(await code(client.calls(`CA${'0'.repeat(32)}`).fetch())).toBe(20404)
    expect(await code(client.calls.create({ ...call, from: '+442079460999' }))).toBe(21210)
    expect(await code(client.calls.create({ ...call, to: '12' }))).toBe(21211)
    expect(await code(client.calls.create({ to: PHONE, from: OURS }))).toBe(21205)
    expect(await code(client.calls.create({ ...call, statusCallbackEvent: ['failed'] }))).toBe(21626)
    expect(await code(client.calls.create({ ...call, callToken: 'x' }))).toBe(20001)
    expect(await code(client.messages.list())).toBe(20404)
    const stranger = twilio(account.sid, 'wrong')
    stranger.api.baseUrl = url
    expect(await code(stranger.calls.list())).toBe(20003)
  })

  test('a key may do what its account may, but for accounts and keys', async () => {
    const { account, url } = carrier
    const byKey = twilio(account.keySid, account.keySecret, { accountSid: account.sid })
    byKey.api.baseUrl = url
    expect((await byKey.incomingPhoneNumbers.list()).length).toBeGreaterThan(0)
    expect(await code(byKey.api.v2010.accounts(account.sid).fetch())).toBe(20003)
    expect(await code(byKey.api.v2010.accounts.list())).toBe(20003)
    expect(await code(byKey.keys.list())).toBe(20003)
  })

  test('a call that is over cannot be updated', async () => {
    const call = await talkingCall()
    await carrier.client.calls(call.sid).update({ status: 'completed' })
    expect(await code(carrier.client.calls(call.sid).update({ status: 'completed' }))).toBe(21220)
    expect(await code(carrier.client.calls(call.sid).update({ twiml: '<Response/>' }))).toBe(21220)
  })
})

describe('conferences and participants', () => {
  test('a name makes a conference, its participants are found by label, muted, held and removed', async () => {
    const { client, app } = carrier
    await carrier.control('PUT', `/phones/${encodeURIComponent(PHONE)}`, { answer: 'auto', afterMs: 0 })
    const callback = {
      conferenceStatusCallback: `${app.base}/room`,
      conferenceStatusCallbackEvent: ['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify'],
    }
    const room = client.conferences('room one')
    const first = await room.participants.create({ to: PHONE, from: OURS, label: 'first', ...callback })
    expect(first).toMatchObject({ status: 'queued', label: 'first', muted: false, hold: false })
    await app.got('/room', { StatusCallbackEvent: 'participant-join', ParticipantLabel: 'first' })
    const again = room.participants.create({ to: PHONE, from: OURS, label: 'first' })
    await expect(again).rejects.toMatchObject({ code: 16025 })
    await room.participants.create({ to: '+442079460959', from: OURS, label: 'second', endConferenceOnExit: true })
    const start = await app.got('/room', { StatusCallbackEvent: 'conference-start' })
    const [listed] = await client.conferences.list({ friendlyName: 'room one', status: 'in-progress' })
    expect(listed?.sid).toBe(start.ConferenceSid)
    const byLabel = client.conferences(listed!.sid).participants('first')
    expect((await byLabel.fetch()).status).toBe('connected')
    expect((await byLabel.update({ muted: true })).muted).toBe(true)
    await app.got('/room', { StatusCallbackEvent: 'participant-mute', Muted: 'true', CallSid: first.callSid })
    expect((await byLabel.update({ hold: true })).hold).toBe(true)
    await app.got('/room', { StatusCallbackEvent: 'participant-hold', Hold: 'true' })
    expect(Object.keys(await raw(`/Conferences/${listed!.sid}.json`)).sort()).toEqual(CONFERENCE_KEYS)
    const path = `/Conferences/${listed!.sid}/Participants`
    expect(Object.keys(await raw(`${path}/first.json`)).sort()).toEqual(PARTICIPANT_KEYS)
    expect(Object.keys(await raw(`${path}.json`)).sort()).toEqual(['participants', ...PAGE_KEYS].sort())
    await client.conferences(listed!.sid).participants('second').remove()
    const end = await app.got('/room', { StatusCallbackEvent: 'conference-end' })
    expect(end.ReasonConferenceEnded).toBe('participant-with-end-conference-on-exit-kicked')
    const leave = await app.got('/room', { StatusCallbackEvent: 'participant-leave', CallSid: first.callSid })
    expect(leave.ReasonParticipantLeft).toBe('moderator_ended_conference')
    await expect(byLabel.fetch()).rejects.toMatchObject({ code: 20404 })
    await until('the end of the call', async () => (await client.calls(first.callSid).fetch()).status === 'completed')
  })

  test('a conference ends by REST and takes its calls with it', async () => {
    const { client } = carrier
    const one = await client.conferences('room two').participants.create({ to: PHONE, from: OURS })
    await until('a participant', async () => (await client.calls(one.callSid).fetch()).status === 'in-progress')
    const ended = await client.conferences(one.conferenceSid).update({ status: 'completed' })
    expect(ended).toMatchObject({ status: 'completed', reasonConferenceEnded: 'conference-ended-via-api' })
    await until('the end of the call', async () => (await client.calls(one.callSid).fetch()).status === 'completed')
    expect(await client.conferences.list({ friendlyName: 'room two', status: 'in-progress' })).toEqual([])
  })

  test('somebody who never answers leaves as not added, and the empty conference ends', async () => {
    const { client, app } = carrier
    const to = '+442079460904'
    await carrier.control('PUT', `/phones/${encodeURIComponent(to)}`, { answer: 'busy', afterMs: 0 })
    const created = await client.conferences('room three').participants.create({
      to,
      from: OURS,
      conferenceStatusCallback: app.answers('/three', '<Response/>'),
      conferenceStatusCallbackEvent: ['end', 'leave'],
    })
    const left = { ReasonParticipantLeft: 'participant_add_failed', ParticipantCallStatus: 'busy' }
    expect((await app.got('/three', left)).CallSid).toBe(created.callSid)
    await app.got('/three', { StatusCallbackEvent: 'conference-end', ReasonConferenceEnded: 'last-participant-left' })
  })
})

describe('numbers and applications', () => {
  test('are bought, changed, listed and released', async () => {
    const { client } = carrier
    const bought = await client.incomingPhoneNumbers.create({ phoneNumber: '+442079460120', friendlyName: 'Main' })
    expect(bought).toMatchObject({ phoneNumber: '+442079460120', friendlyName: 'Main', voiceUrl: '' })
    const again = client.incomingPhoneNumbers.create({ phoneNumber: '+442079460120' })
    await expect(again).rejects.toMatchObject({ code: 21422 })
    const voiceUrl = 'https://example.org/voice'
    await client.incomingPhoneNumbers(bought.sid).update({ voiceUrl, voiceMethod: 'GET' })
    expect(await client.incomingPhoneNumbers(bought.sid).fetch()).toMatchObject({ voiceUrl, voiceMethod: 'GET' })
    const [found] = await client.incomingPhoneNumbers.list({ phoneNumber: '+442079460120' })
    expect(found?.sid).toBe(bought.sid)
    expect(Object.keys(await raw(`/IncomingPhoneNumbers/${bought.sid}.json`)).sort()).toEqual(NUMBER_KEYS)
    expect(await client.incomingPhoneNumbers(bought.sid).remove()).toBe(true)
    await expect(client.incomingPhoneNumbers(bought.sid).fetch()).rejects.toMatchObject({ code: 20404 })
  })

  test("the account's application is there from the start", async () => {
    const { client, account } = carrier
    const voiceUrl = 'https://example.org/app'
    await client.applications(account.appSid).update({ voiceUrl, friendlyName: 'Softphone' })
    expect(await client.applications(account.appSid).fetch()).toMatchObject({ voiceUrl, friendlyName: 'Softphone' })
    expect(Object.keys(await raw(`/Applications/${account.appSid}.json`)).sort()).toEqual(APPLICATION_KEYS)
    const other = await client.applications.create({ friendlyName: 'Second' })
    expect((await client.applications.list({ friendlyName: 'Second' })).map(({ sid }) => sid)).toEqual([other.sid])
  })

  test('the account has every key', async () => {
    const { sid, authToken } = carrier.account
    const authorization = `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`
    const response = await fetch(`${carrier.url}/2010-04-01/Accounts/${sid}.json`, { headers: { authorization } })
    expect(Object.keys((await response.json()) as object).sort()).toEqual(ACCOUNT_KEYS)
  })
})
