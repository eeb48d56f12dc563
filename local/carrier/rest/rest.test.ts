import twilio from 'twilio'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { verifyAccessToken } from '../signalling/access-token.ts'
import { startTestCarrier, type TestCarrier, until } from '../test-carrier.ts'
import {
  ACCOUNT_KEYS,
  AVAILABLE_NUMBER_KEYS,
  CALL_RECORDING_KEYS,
  CALLER_ID_KEYS,
  CONFERENCE_RECORDING_KEYS,
  COUNTRY_KEYS,
  EVENT_KEYS,
  KEY_KEYS,
  MEMBER_KEYS,
  NEW_KEY_KEYS,
  NUMBER_KEYS,
  PAGE_KEYS,
  QUEUE_KEYS,
  RECORDING_KEYS,
  VALIDATION_KEYS,
} from '../test-keys.ts'

// Whole calls in real time; the waits inside give up first and say for what.
vi.setConfig({ testTimeout: 20_000 })

let carrier: TestCarrier
const OURS = '+442079460111'
const PHONE = '+442079460958'

beforeAll(async () => {
  carrier = await startTestCarrier()
  await carrier.client.incomingPhoneNumbers.create({ phoneNumber: OURS })
})
afterAll(() => carrier.close())

type Json = Record<string, unknown>

/** A request as it is on the wire, by the account's token. */
async function raw(path: string, fields?: Record<string, string>) {
  const { sid, authToken } = carrier.account
  const authorization = `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`
  const response = await fetch(`${carrier.url}/2010-04-01/Accounts${path.startsWith('.') ? '' : `/${sid}`}${path}`, {
    headers: { authorization },
    ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
  })
  return { headers: response.headers, status: response.status, body: (await response.json()) as Json }
}

const keysOf = async (path: string, fields?: Record<string, string>) =>
  Object.keys((await raw(path, fields)).body).sort()
const code = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: { code: number }) => error.code)

/** A call to a phone that answers at once and says nothing, once it was answered. */
async function call(options: object = {}) {
  await carrier.control('PUT', `/phones/${encodeURIComponent(PHONE)}`, { answer: 'auto', afterMs: 0 })
  const twiml = '<Response><Pause length="60"/></Response>'
  const made = await carrier.client.calls.create({ to: PHONE, from: OURS, twiml, ...options })
  await until('the answer', async () => (await carrier.client.calls(made.sid).fetch()).status === 'in-progress')
  return made.sid
}

describe('every resource has the published keys and no other', () => {
  const listed = (name: string) => [name, ...PAGE_KEYS].sort()

  test('recordings', async () => {
    const sid = await call()
    const recording = await carrier.client.calls(sid).recordings.create()
    expect(await keysOf(`/Calls/${sid}/Recordings/${recording.sid}.json`)).toEqual(CALL_RECORDING_KEYS)
    expect(await keysOf(`/Calls/${sid}/Recordings.json`)).toEqual(listed('recordings'))
    expect(await keysOf(`/Recordings/${recording.sid}.json`)).toEqual(RECORDING_KEYS)
    expect(await keysOf('/Recordings.json')).toEqual(listed('recordings'))
    expect(await keysOf(`/Calls/${sid}/Recordings.json`, {})).toEqual(CALL_RECORDING_KEYS)
    await carrier.client.calls(sid).update({ status: 'completed' })
    const room = carrier.client.conferences('recorded')
    const made = { to: PHONE, from: OURS, conferenceRecord: 'true' }
    const { conferenceSid } = await room.participants.create(made)
    await room.participants.create(made)
    const path = `/Conferences/${conferenceSid}/Recordings`
    const [first] = await until('the recording', async () => {
      const { recordings } = (await raw(`${path}.json`)).body as { recordings: { sid: string }[] }
      return recordings.length > 0 && recordings
    })
    expect(await keysOf(`${path}/${first!.sid}.json`)).toEqual(CONFERENCE_RECORDING_KEYS)
    await carrier.client.conferences(conferenceSid).update({ status: 'completed' })
  })

  test('keys and accounts', async () => {
    expect(await keysOf('/Keys.json', { FriendlyName: 'one' })).toEqual(NEW_KEY_KEYS)
    const { body } = await raw('/Keys.json')
    expect(Object.keys(body).sort()).toEqual(listed('keys'))
    expect(await keysOf(`/Keys/${(body.keys as { sid: string }[])[0]!.sid}.json`)).toEqual(KEY_KEYS)
    expect(await keysOf('.json')).toEqual(listed('accounts'))
    const { accounts } = (await raw('.json')).body as { accounts: Json[] }
    expect(accounts.map((account) => Object.keys(account).sort())).toEqual([ACCOUNT_KEYS])
  })

  test('queues and their members', async () => {
    const { client, app } = carrier
    const { body } = await raw('/Queues.json', { FriendlyName: 'keys' })
    expect(Object.keys(body).sort()).toEqual(QUEUE_KEYS)
    const sid = await call({ twiml: `<Response><Enqueue waitUrl="${app.base}/wait">keys</Enqueue></Response>` })
    const path = `/Queues/${body.sid}/Members`
    await until('a member', async () => (await client.queues(String(body.sid)).fetch()).currentSize === 1)
    expect(await keysOf(`${path}/${sid}.json`)).toEqual(MEMBER_KEYS)
    expect(await keysOf(`${path}.json`)).toEqual(listed('queue_members'))
    await client.calls(sid).update({ status: 'completed' })
  })

  test('caller IDs', async () => {
    const to = '+442079460931'
    await carrier.control('PUT', `/phones/${encodeURIComponent(to)}`, { answer: 'manual' })
    const { body } = await raw('/OutgoingCallerIds.json', { PhoneNumber: to })
    expect(Object.keys(body).sort()).toEqual(VALIDATION_KEYS)
    await until(
      'ringing',
      async () => (await carrier.control('POST', `/calls/${body.call_sid}/answer`)).state === 'answered',
    )
    await carrier.control('POST', `/calls/${body.call_sid}/digits`, { digits: body.validation_code })
    const [made] = await until('the caller ID', async () => {
      const all = await carrier.client.outgoingCallerIds.list({ phoneNumber: to })
      return all.length > 0 && all
    })
    expect(await keysOf(`/OutgoingCallerIds/${made!.sid}.json`)).toEqual(CALLER_ID_KEYS)
    expect(await keysOf('/OutgoingCallerIds.json')).toEqual(listed('outgoing_caller_ids'))
  })

  test('numbers for sale and call events', async () => {
    expect(await keysOf('/AvailablePhoneNumbers.json')).toEqual(['countries', 'uri'])
    expect(await keysOf('/AvailablePhoneNumbers/GB.json')).toEqual(COUNTRY_KEYS)
    const { body } = await raw('/AvailablePhoneNumbers/GB/Local.json')
    expect(Object.keys(body).sort()).toEqual(['available_phone_numbers', 'uri'])
    expect(Object.keys((body.available_phone_numbers as Json[])[0]!).sort()).toEqual(AVAILABLE_NUMBER_KEYS)
    const sid = await call({
      twiml: undefined,
      url: carrier.app.answers('/voice', '<Response><Pause length="9"/></Response>'),
    })
    const { body: list } = await until('an event', async () => {
      const reply = await raw(`/Calls/${sid}/Events.json`)
      return (reply.body.events as Json[]).length > 0 && reply
    })
    expect(Object.keys(list).sort()).toEqual(listed('events'))
    expect(Object.keys((list.events as Json[])[0]!).sort()).toEqual(EVENT_KEYS)
    await carrier.client.calls(sid).update({ status: 'completed' })
  })
})

describe('numbers', () => {
  test('for sale are found by kind, area code, place and digits; what was bought is gone', async () => {
    const { client } = carrier
    const us = client.availablePhoneNumbers('US')
    const inArea = await us.local.list({ areaCode: 503, limit: 5 })
    expect(inArea.map(({ phoneNumber }) => phoneNumber.slice(0, 8))).toEqual(
      Array.from({ length: 5 }, () => '+1503555'),
    )
    expect(inArea[0]).toMatchObject({ isoCountry: 'US', friendlyName: '(503) 555-0100', locality: null })
    const [bought] = await us.local.list({ contains: '415555', inRegion: 'CA' })
    expect((await client.incomingPhoneNumbers.create({ phoneNumber: bought!.phoneNumber })).phoneNumber).toBe(
      '+14155550100',
    )
    const [next] = await us.local.list({ contains: '415*****01', inLocality: 'San Francisco' })
    expect(next?.phoneNumber).toBe('+14155550101')
    const gb = client.availablePhoneNumbers('GB')
    expect((await gb.mobile.list({ limit: 1 }))[0]?.phoneNumber).toMatch(/^\+447700900\d{3}$/)
    expect((await gb.tollFree.list({ limit: 1 }))[0]?.phoneNumber).toMatch(/^\+44808157\d{4}$/)
    expect(await gb.local.list({ smsEnabled: true })).toEqual([])
    expect((await gb.local.list({ smsEnabled: false, voiceEnabled: true, beta: false, limit: 1 })).length).toBe(1)
    expect((await raw('/AvailablePhoneNumbers/GB/Local.json?VoiceEnabled=maybe')).body.code).toBe(20001)
    expect(await gb.local.list()).toEqual(await gb.local.list())
    expect(await code(us.mobile.list())).toBe(20404)
    expect(await code(client.availablePhoneNumbers('XX').local.list())).toBe(20404)
    expect(await code(us.local.list({ nearNumber: '+14155550100' }))).toBe(20001)
  })

  test('are bought by area code and keep all that is said of them', async () => {
    const { client, account } = carrier
    const bought = await client.incomingPhoneNumbers.create({ areaCode: '212' })
    expect(bought.phoneNumber).toMatch(/^\+121255501\d\d$/)
    const kept = { addressSid: 'AD1', bundleSid: 'BU1', emergencyAddressSid: 'AD2', voiceCallerIdLookup: true }
    await client.incomingPhoneNumbers(bought.sid).update({ ...kept, smsUrl: 'https://example.org/sms' })
    const fetched = await client.incomingPhoneNumbers(bought.sid).fetch()
    expect(fetched).toMatchObject({ ...kept, smsUrl: 'https://example.org/sms', type: 'local' })
    expect(Object.keys((await raw(`/IncomingPhoneNumbers/${bought.sid}.json`)).body).sort()).toEqual(NUMBER_KEYS)
    expect(await code(client.incomingPhoneNumbers(bought.sid).update({ trunkSid: 'TK1' }))).toBe(20001)
    const application = await client.applications.create({
      friendlyName: 'Short-lived',
      messageStatusCallback: 'https://example.org/m',
    })
    expect(application.messageStatusCallback).toBe('https://example.org/m')
    expect(await client.applications(application.sid).remove()).toBe(true)
    expect(await code(client.applications(application.sid).fetch())).toBe(20404)
    expect((await client.applications(account.appSid).fetch()).sid).toBe(account.appSid)
  })

  test("an application hides the number's own URLs", async () => {
    const { client, app } = carrier
    const application = await client.applications.create({ voiceUrl: app.answers('/by-app', '<Response/>') })
    const number = await client.incomingPhoneNumbers.create({
      phoneNumber: '+442079460130',
      voiceUrl: `${app.base}/own`,
    })
    await client.incomingPhoneNumbers(number.sid).update({ voiceApplicationSid: application.sid })
    await carrier.control('POST', '/calls', { from: PHONE, to: number.phoneNumber })
    expect(await app.got('/by-app')).toMatchObject({ ApplicationSid: application.sid })
    expect(app.at('/own')).toEqual([])
  })
})

describe('keys', () => {
  test('tell their secret once, open the API, sign access tokens, and die when deleted', async () => {
    const { client, account, url } = carrier
    const made = await client.newKeys.create({ friendlyName: 'browser' })
    expect(made.secret).toMatch(/^\w{32}$/)
    expect((await client.keys(made.sid).update({ friendlyName: 'phone' })).friendlyName).toBe('phone')
    expect((await client.keys.list()).map(({ sid }) => sid)).toEqual(expect.arrayContaining([made.sid, account.keySid]))
    const byKey = twilio(made.sid, made.secret, { accountSid: account.sid })
    byKey.api.baseUrl = url
    expect((await byKey.incomingPhoneNumbers.list()).length).toBeGreaterThan(0)
    expect(await code(byKey.keys.list())).toBe(20003)
    const token = new twilio.jwt.AccessToken(account.sid, made.sid, made.secret, { identity: 'u_1', ttl: 60 })
    token.addGrant(new twilio.jwt.AccessToken.VoiceGrant({ incomingAllow: true }))
    expect(await verifyAccessToken(token.toJwt(), [account])).toMatchObject({ identity: 'u_1', incoming: true })
    expect(await client.keys(made.sid).remove()).toBe(true)
    expect(await code(byKey.incomingPhoneNumbers.list())).toBe(20003)
    await expect(verifyAccessToken(token.toJwt(), [account])).rejects.toMatchObject({ code: 31204 })
    expect(await code(client.keys(account.keySid).remove())).toBe(20001)
  })

  test('an account is renamed; no other is made', async () => {
    const { client, account } = carrier
    const renamed = await client.api.v2010.accounts(account.sid).update({ friendlyName: 'Larkfield' })
    expect(renamed.friendlyName).toBe('Larkfield')
    expect((await client.api.v2010.accounts.list({ friendlyName: 'Larkfield' })).map(({ sid }) => sid)).toEqual([
      account.sid,
    ])
    expect(await code(client.api.v2010.accounts.create({ friendlyName: 'Sub' }))).toBe(20001)
    expect(await code(client.api.v2010.accounts(account.sid).update({ status: 'closed' }))).toBe(20001)
    expect(await code(client.api.v2010.accounts(`AC${'0'.repeat(32)}`).fetch())).toBe(20003)
  })
})

describe('caller IDs', () => {
  const ask = async (to: string, statusCallback: string) => {
    await carrier.control('PUT', `/phones/${encodeURIComponent(to)}`, { answer: 'manual' })
    const asked = await carrier.client.validationRequests.create({
      phoneNumber: to,
      friendlyName: 'Van',
      statusCallback,
    })
    await until(
      'ringing',
      async () => (await carrier.control('POST', `/calls/${asked.callSid}/answer`)).state === 'answered',
    )
    return asked
  }
  const type = (callSid: string, digits: string) => carrier.control('POST', `/calls/${callSid}/digits`, { digits })

  test('are made by typing the code, may then be shown, and go when deleted', async () => {
    const { client, app } = carrier
    const to = '+447700900321'
    const shown = { to: PHONE, from: to, twiml: '<Response/>' }
    expect(await code(client.calls.create(shown))).toBe(21210)
    const asked = await ask(to, `${app.base}/verified`)
    expect(asked).toMatchObject({
      phoneNumber: to,
      friendlyName: 'Van',
      validationCode: expect.stringMatching(/^\d{6}$/),
    })
    await type(asked.callSid, asked.validationCode)
    const told = await app.got('/verified', { VerificationStatus: 'success', To: to })
    const [made] = await client.outgoingCallerIds.list({ phoneNumber: to })
    expect([made!.sid, made!.friendlyName]).toEqual([told.OutgoingCallerIdSid, 'Van'])
    expect(await code(client.validationRequests.create({ phoneNumber: to }))).toBe(21450)
    expect(await code(client.calls.create(shown))).toBeUndefined()
    expect((await client.outgoingCallerIds(made!.sid).update({ friendlyName: 'Lorry' })).friendlyName).toBe('Lorry')
    expect(await client.outgoingCallerIds(made!.sid).remove()).toBe(true)
    expect(await code(client.calls.create(shown))).toBe(21210)
  })

  test('are not made by three wrong codes', async () => {
    const asked = await ask('+447700900322', `${carrier.app.base}/unverified`)
    const wrong = asked.validationCode === '123456' ? '654321' : '123456'
    await type(asked.callSid, wrong.repeat(3))
    const told = await carrier.app.got('/unverified', { VerificationStatus: 'failed' })
    expect(told.OutgoingCallerIdSid).toBeUndefined()
    expect(await carrier.client.outgoingCallerIds.list({ phoneNumber: '+447700900322' })).toEqual([])
  })
})

describe('queues', () => {
  test('are made once by name, changed, and deleted when empty', async () => {
    const { client } = carrier
    const made = await client.queues.create({ friendlyName: 'sales', maxSize: 5 })
    expect(made).toMatchObject({ friendlyName: 'sales', maxSize: 5, currentSize: 0, averageWaitTime: 0 })
    expect(await code(client.queues.create({ friendlyName: 'sales' }))).toBe(22003)
    expect(await code(client.queues.create({ friendlyName: 'big', maxSize: 5001 }))).toBe(20001)
    expect((await client.queues(made.sid).update({ friendlyName: 'service', maxSize: 9 })).maxSize).toBe(9)
    expect((await client.queues.list()).map(({ friendlyName }) => friendlyName)).toContain('service')
    expect(await client.queues(made.sid).remove()).toBe(true)
    expect(await code(client.queues(made.sid).fetch())).toBe(20404)
  })

  test('the one in front is taken out and given other TwiML', async () => {
    const { client, app } = carrier
    const queue = await client.queues.create({ friendlyName: 'front' })
    const sid = await call({ twiml: `<Response><Enqueue waitUrl="${app.base}/wait">front</Enqueue></Response>` })
    await until('it to wait', async () => (await client.queues(queue.sid).fetch()).currentSize === 1)
    expect(await code(client.queues(queue.sid).remove())).toBe(22006)
    const url = app.answers('/taken', '<Response><Say>Taken</Say><Pause length="60"/></Response>')
    const member = await client.queues(queue.sid).members('Front').update({ url })
    expect(member).toMatchObject({ callSid: sid, position: 1 })
    await until('the text', async () => (await carrier.control('GET', `/calls/${sid}`)).said.includes('Taken'))
    expect(await client.queues(queue.sid).members.list()).toEqual([])
    expect(await code(client.queues(queue.sid).members('Front').fetch())).toBe(20404)
    await client.calls(sid).update({ status: 'completed' })
  })
})

describe('replies', () => {
  test('carry a request ID and dates of RFC 2822', async () => {
    const { headers, body } = await raw('/Applications.json?PageSize=1')
    expect(headers.get('twilio-request-id')).toMatch(/^RQ[0-9a-f]{32}$/)
    expect(headers.get('twilio-concurrent-requests')).toBe('1')
    const [first] = body.applications as { date_created: string }[]
    expect(first!.date_created).toMatch(/^\w{3}, \d{2} \w{3} \d{4} [\d:]{8} \+0000$/)
  })

  test('a page goes on behind its last item, whatever was added in front', async () => {
    const { client } = carrier
    for (let left = 3; left > 0; left--) await client.newKeys.create({ friendlyName: `page ${left}` })
    const { body: first } = await raw('/Keys.json?PageSize=2')
    const keysOn = ({ keys }: Json) => (keys as { sid: string }[]).map(({ sid }) => sid)
    expect(first.next_page_uri).toContain(`PageToken=PA${keysOn(first)[1]}`)
    await client.newKeys.create({ friendlyName: 'in front' })
    const { body: second } = await raw(String(first.next_page_uri).replace(/^.*\/Keys/, '/Keys'))
    expect(second).toMatchObject({ page: 1, page_size: 2, start: 2 })
    expect(keysOn(second).filter((sid) => keysOn(first).includes(sid))).toEqual([])
    expect(keysOn(second)[0]).toBe((await client.keys.list())[3]!.sid)
  })

  test('lists of calls are filtered by whole days of their start and end', async () => {
    const { client } = carrier
    const sid = await call()
    const found = async (options: object) =>
      (await client.calls.list({ to: PHONE, ...options })).some((one) => one.sid === sid)
    const [yesterday, today, tomorrow] = [-1, 0, 1].map((days) => new Date(Date.now() + days * 86_400_000))
    expect(await found({ startTime: today })).toBe(true)
    expect(await found({ startTimeAfter: today, startTimeBefore: today })).toBe(true)
    expect(await found({ startTimeBefore: yesterday })).toBe(false)
    expect(await found({ startTimeAfter: tomorrow })).toBe(false)
    expect(await found({ endTime: today })).toBe(false)
    expect(await code(client.calls(sid).remove())).toBe(20409)
    await client.calls(sid).update({ status: 'completed' })
    expect(await found({ endTime: today })).toBe(true)
    expect(await client.calls(sid).remove()).toBe(true)
    expect(await code(client.calls(sid).fetch())).toBe(20404)
  })
})
