import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { rmsDb, toneRatio } from '#lib/media/goertzel.ts'
import { startTestCarrier, type TestCarrier, until } from '../test-carrier.ts'

// Whole calls in real time; the waits inside give up first and say for what.
vi.setConfig({ testTimeout: 30_000 })

let carrier: TestCarrier
let counter = 0
const OURS = '+442079460111'
const SECOND = 8000

beforeAll(async () => {
  carrier = await startTestCarrier()
  await carrier.client.incomingPhoneNumbers.create({ phoneNumber: OURS })
})
afterAll(() => carrier.close())

const fresh = (what: string) => `${what}${++counter}`

/** A phone that hums. */
async function phone(hz: number): Promise<string> {
  const to = `+4420794${String(62_000 + ++counter)}`
  await carrier.control('PUT', `/phones/${encodeURIComponent(to)}`, {
    answer: 'auto',
    afterMs: 0,
    play: { toneHz: hz },
  })
  return to
}

const inProgress = (sid: string) =>
  until('the answer', async () => (await carrier.client.calls(sid).fetch()).status === 'in-progress')

/** A call that hears nothing and hums, once it was answered. */
async function call(hz: number, options: object = {}): Promise<string> {
  const twiml = '<Response><Pause length="60"/></Response>'
  const { sid } = await carrier.client.calls.create({ to: await phone(hz), from: OURS, twiml, ...options })
  await inProgress(sid)
  return sid
}

/** Two who hum at each other in a conference; gives their calls. */
async function pair(options: object = {}): Promise<{ sids: [string, string]; conferenceSid: string }> {
  const room = carrier.client.conferences(fresh('room '))
  const join = async (hz: number) =>
    room.participants.create({ to: await phone(hz), from: OURS, beep: 'false', waitUrl: '', ...options })
  const one = await join(440)
  await inProgress(one.callSid)
  const two = await join(1000)
  await inProgress(two.callSid)
  return { sids: [one.callSid, two.callSid], conferenceSid: one.conferenceSid }
}

const completed = (sid: string) =>
  until('the file', async () => (await carrier.client.recordings(sid).fetch()).status === 'completed')

async function media(
  sid: string,
  ending = '.wav',
  credentials = `${carrier.account.sid}:${carrier.account.authToken}`,
) {
  const url = `${carrier.url}/2010-04-01/Accounts/${carrier.account.sid}/Recordings/${sid}${ending}`
  const authorization = `Basic ${Buffer.from(credentials).toString('base64')}`
  const response = await fetch(url, { headers: { authorization } })
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: Buffer.from(await response.arrayBuffer()),
  }
}

/** Samples recorded so far. */
const lengthOf = (sid: string) => carrier.carrier.exchange.recordings.all.get(sid)!.channels()[0]!.length

/** Waits until that much more was recorded, samples; gives all that was. */
function grows(sid: string, by = 0.3 * SECOND): Promise<number> {
  const before = lengthOf(sid)
  return until(`${sid} to go on`, () => lengthOf(sid) >= before + by && lengthOf(sid))
}

/** The recording a call or a conference has, once it has one. */
const onlyOf = (parent: { recordings: { list(): Promise<{ sid: string }[]> } }) =>
  until('the recording', async () => (await parent.recordings.list())[0]?.sid)

/** The channels of a WAV file as samples. */
function channelsOf(wav: Buffer): Int16Array[] {
  const count = wav.readUInt16LE(22)
  const samples = (wav.length - 44) / 2 / count
  return Array.from({ length: count }, (_, channel) =>
    Int16Array.from({ length: samples }, (_, at) => wav.readInt16LE(44 + (at * count + channel) * 2)),
  )
}

const hears = (pcm: Int16Array) => [440, 1000].filter((hz) => toneRatio(pcm, hz) > 0.2)
const code = (promise: Promise<unknown>) => promise.then(() => undefined).catch((error: { code: number }) => error.code)

describe('a call', () => {
  test('is recorded in two channels: what the leg says and what it hears', async () => {
    const { client, app } = carrier
    const { sids, conferenceSid } = await pair()
    const made = await client.calls(sids[0]).recordings.create({
      recordingChannels: 'dual',
      recordingStatusCallback: `${app.base}/dual`,
      recordingStatusCallbackEvent: ['in-progress', 'completed'],
    })
    expect(made).toMatchObject({ status: 'in-progress', channels: 2, source: 'StartCallRecordingAPI', track: 'both' })
    expect((await media(made.sid)).status).toBe(404)
    await grows(made.sid, 0.6 * SECOND)
    const stopped = await client.calls(sids[0]).recordings(made.sid).update({ status: 'stopped' })
    expect(stopped.status).toBe('stopped')
    await completed(made.sid)
    const mono = await media(made.sid)
    expect([mono.status, mono.type]).toEqual([200, 'audio/x-wav'])
    expect(channelsOf(mono.body).map(hears)).toEqual([[440, 1000]])
    const dual = await media(made.sid, '.wav?RequestedChannels=2')
    expect(channelsOf(dual.body).map(hears)).toEqual([[440], [1000]])
    expect((await media(made.sid, '')).body).toEqual(mono.body)
    const events = await until('both callbacks', () => app.at('/dual').length === 2 && app.at('/dual'))
    expect(events).toMatchObject([{ RecordingStatus: 'in-progress' }, { RecordingStatus: 'completed' }])
    expect(events[1]).toEqual({
      AccountSid: carrier.account.sid,
      CallSid: sids[0],
      RecordingSid: made.sid,
      RecordingUrl: expect.stringMatching(new RegExp(`^http://localhost:\\d+/2010.*/Recordings/${made.sid}$`)),
      RecordingStatus: 'completed',
      RecordingDuration: String((await client.recordings(made.sid).fetch()).duration),
      RecordingChannels: '2',
      RecordingStartTime: expect.stringMatching(/\+0000$/),
      RecordingSource: 'StartCallRecordingAPI',
      RecordingTrack: 'both',
      ErrorCode: '0',
    })
    expect(events[0]).not.toHaveProperty('RecordingDuration')
    await client.conferences(conferenceSid).update({ status: 'completed' })
  })

  test.each([
    ['inbound', [440]],
    ['outbound', [1000]],
  ] as const)('one direction only, %s, is always mono', async (recordingTrack, heard) => {
    const { client } = carrier
    const { sids, conferenceSid } = await pair()
    const made = await client.calls(sids[0]).recordings.create({ recordingTrack, recordingChannels: 'dual' })
    expect(made.channels).toBe(1)
    await grows(made.sid)
    await client.conferences(conferenceSid).update({ status: 'completed' })
    await completed(made.sid)
    expect(channelsOf((await media(made.sid)).body).map(hears)).toEqual([heard])
    const refused = await media(made.sid, '.wav?RequestedChannels=2')
    expect([refused.status, JSON.parse(refused.body.toString()).code]).toEqual([400, 16113])
  })

  test('is paused in silence or skipped, and only the reply says so', async () => {
    const { client } = carrier
    const sid = await call(440)
    const silent = await client.calls(sid).recordings.create()
    await grows(silent.sid)
    const paused = await client.calls(sid).recordings('Twilio.CURRENT').update({ status: 'paused' })
    expect([paused.sid, paused.status]).toEqual(['Twilio.CURRENT', 'paused'])
    expect((await client.calls(sid).recordings(silent.sid).fetch()).status).toBe('processing')
    const skipping = await client.calls(sid).recordings.create()
    expect(await code(client.calls(sid).recordings('Twilio.CURRENT').update({ status: 'paused' }))).toBe(20001)
    await client.calls(sid).recordings(skipping.sid).update({ status: 'paused', pauseBehavior: 'skip' })
    const [from, kept] = [lengthOf(silent.sid), lengthOf(skipping.sid)]
    const to = await grows(silent.sid)
    expect(lengthOf(skipping.sid)).toBe(kept)
    for (const each of [silent, skipping]) {
      const resumed = await client.calls(sid).recordings(each.sid).update({ status: 'in-progress' })
      expect(resumed.status).toBe('in-progress')
    }
    await grows(skipping.sid)
    await client.calls(sid).update({ status: 'completed' })
    await completed(silent.sid)
    await completed(skipping.sid)
    const [one] = channelsOf((await media(silent.sid)).body)
    const [two] = channelsOf((await media(skipping.sid)).body)
    expect(rmsDb(one!.subarray(from, to))).toBeLessThan(-80)
    expect([hears(one!.subarray(0, 0.2 * SECOND)), hears(one!.subarray(-0.2 * SECOND))]).toEqual([[440], [440]])
    expect(rmsDb(two!)).toBeGreaterThan(-25)
    expect(await code(client.calls(sid).recordings(silent.sid).update({ status: 'stopped' }))).toBe(21220)
    expect(await code(client.calls(sid).recordings('Twilio.CURRENT').update({ status: 'stopped' }))).toBe(20404)
    expect(await code(client.calls(sid).recordings.create())).toBe(21220)
  })

  test('made with Record=true is recorded from its answer, and its last callback says where', async () => {
    const { client, app } = carrier
    const path = fresh('/made')
    const sid = await call(440, {
      record: true,
      recordingStatusCallback: `${app.base}${path}/recording`,
      statusCallback: `${app.base}${path}/call`,
    })
    await grows(await onlyOf(client.calls(sid)))
    await client.calls(sid).update({ status: 'completed' })
    const recorded = await app.got(`${path}/recording`, { RecordingStatus: 'completed' })
    expect(recorded).toMatchObject({ CallSid: sid, RecordingSource: 'OutboundAPI', RecordingChannels: '1' })
    const ended = await app.got(`${path}/call`, { CallStatus: 'completed' })
    expect(ended).toMatchObject({ RecordingSid: recorded.RecordingSid, RecordingUrl: recorded.RecordingUrl })
    expect(ended.RecordingDuration).toBe(recorded.RecordingDuration)
    const [listed] = await client.calls(sid).recordings.list()
    expect(listed?.sid).toBe(recorded.RecordingSid)
  })

  test('of a participant is recorded too', async () => {
    const { client } = carrier
    const { sids, conferenceSid } = await pair({ record: true, recordingChannels: 'dual' })
    await grows(await onlyOf(client.calls(sids[1])))
    await client.conferences(conferenceSid).update({ status: 'completed' })
    const [recording] = await client.recordings.list({ callSid: sids[1] })
    await completed(recording!.sid)
    const wav = await media(recording!.sid, '.wav?RequestedChannels=2')
    expect(channelsOf(wav.body).map(hears)).toEqual([[1000], [440]])
  })
})

test('an application in a conference hears the others', async () => {
  const { client, app } = carrier
  const voiceUrl = app.answers('/listener', '<Response><Pause length="60"/></Response>')
  const { sid } = await client.applications.create({ voiceUrl })
  const room = client.conferences(fresh('room '))
  const options = { from: OURS, beep: 'false', waitUrl: '' }
  const person = await room.participants.create({ to: await phone(440), ...options })
  const listener = await room.participants.create({ to: `app:${sid}`, ...options })
  await inProgress(person.callSid)
  await inProgress(listener.callSid)
  const made = await client.calls(listener.callSid).recordings.create({ recordingTrack: 'inbound' })
  await grows(made.sid)
  await client.conferences(person.conferenceSid).update({ status: 'completed' })
  await completed(made.sid)
  expect(channelsOf((await media(made.sid)).body).map(hears)).toEqual([[440]])
})

describe('a conference', () => {
  test('is recorded from its start: the first to join, everybody else; without hold music', async () => {
    const { client, app } = carrier
    const path = fresh('/conference')
    const { conferenceSid } = await pair({
      conferenceRecord: 'record-from-start',
      conferenceTrim: 'do-not-trim',
      conferenceRecordingStatusCallback: `${app.base}${path}`,
      label: undefined,
    })
    const recordings = client.conferences(conferenceSid).recordings
    const sid = await onlyOf(client.conferences(conferenceSid))
    const talked = await grows(sid)
    expect((await recordings('Twilio.CURRENT').update({ status: 'paused', pauseBehavior: 'skip' })).status).toBe(
      'paused',
    )
    const [first] = await client.conferences(conferenceSid).participants.list()
    await client.conferences(conferenceSid).participants(first!.callSid).update({ hold: true })
    expect((await recordings(sid).update({ status: 'in-progress' })).status).toBe('in-progress')
    const held = lengthOf(sid)
    await grows(sid)
    expect(await code(recordings(sid).update({ status: 'stopped' }))).toBe(20001)
    await client.conferences(conferenceSid).update({ status: 'completed' })
    const done = await app.got(path, { RecordingStatus: 'completed' })
    expect(done).toMatchObject({ ConferenceSid: conferenceSid, RecordingSource: 'Conference', RecordingChannels: '1' })
    expect(done.CallSid).toBeUndefined()
    const [one, two] = channelsOf((await media(sid, '.wav?RequestedChannels=2')).body)
    expect([hears(one!.subarray(0, talked)), hears(two!.subarray(0, talked))]).toEqual([[440], [1000]])
    expect(rmsDb(one!.subarray(held))).toBeLessThan(-80)
    expect(hears(two!.subarray(held))).toEqual([1000])
  })

  test('cannot be recorded later by REST', async () => {
    const { account, url } = carrier
    const { conferenceSid } = await pair()
    const authorization = `Basic ${Buffer.from(`${account.sid}:${account.authToken}`).toString('base64')}`
    const path = `/2010-04-01/Accounts/${account.sid}/Conferences/${conferenceSid}/Recordings.json`
    const response = await fetch(url + path, { method: 'POST', headers: { authorization } })
    expect(response.status).toBe(404)
    await carrier.client.conferences(conferenceSid).update({ status: 'completed' })
  })
})

describe('all recordings of an account', () => {
  test('are found by call and day, and deleted softly', async () => {
    const { client } = carrier
    const sid = await call(440)
    const { sid: recordingSid } = await client.calls(sid).recordings.create()
    await grows(recordingSid)
    await client.calls(sid).update({ status: 'completed' })
    await completed(recordingSid)
    const found = async (options: object) =>
      (await client.recordings.list(options)).some((recording) => recording.sid === recordingSid)
    const day = 24 * 3600 * 1000
    expect(await found({ callSid: sid, dateCreated: new Date() })).toBe(true)
    expect(await found({ callSid: sid, dateCreatedAfter: new Date(Date.now() + day) })).toBe(false)
    expect(await found({ conferenceSid: `CF${'0'.repeat(32)}` })).toBe(false)
    expect(await client.recordings(recordingSid).remove()).toBe(true)
    expect(await found({ callSid: sid })).toBe(false)
    expect(await found({ callSid: sid, includeSoftDeleted: true })).toBe(true)
    expect(await code(client.recordings(recordingSid).fetch())).toBe(20404)
    expect((await client.recordings(recordingSid).fetch({ includeSoftDeleted: true })).status).toBe('deleted')
    expect((await media(recordingSid)).status).toBe(404)
  })

  test('are given to their account only, by its token or key, and not as MP3', async () => {
    const { client, account } = carrier
    const sid = await call(440)
    const made = await client.calls(sid).recordings.create()
    await grows(made.sid)
    await client.calls(sid).update({ status: 'completed' })
    await completed(made.sid)
    expect((await media(made.sid, '.wav', `${account.sid}:wrong`)).status).toBe(401)
    expect((await media(made.sid, '.wav', `${account.keySid}:${account.keySecret}`)).status).toBe(200)
    const mp3 = await media(made.sid, '.mp3')
    expect([mp3.status, JSON.parse(mp3.body.toString()).code]).toEqual([400, 20001])
  })
})
