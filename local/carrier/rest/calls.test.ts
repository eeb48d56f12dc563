import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { startTestCarrier, type TestCarrier, until } from '../test-carrier.ts'

// Whole calls in real time; the waits inside give up first and say for what.
vi.setConfig({ testTimeout: 30_000 })

let carrier: TestCarrier
let counter = 0
const OURS = '+442079460111'

beforeAll(async () => {
  carrier = await startTestCarrier()
  await carrier.client.incomingPhoneNumbers.create({ phoneNumber: OURS })
})
afterAll(() => carrier.close())
afterEach(() => carrier.control('PUT', '/delays', { updateMs: 0, readMs: 0 }))

const PAUSE = '<Response><Pause length="60"/></Response>'
const fresh = () => `/path${++counter}`

/** A phone that does as it is told. */
async function phone(script: object = {}): Promise<string> {
  const to = `+4420794${String(63_000 + ++counter)}`
  await carrier.control('PUT', `/phones/${encodeURIComponent(to)}`, { answer: 'auto', afterMs: 0, ...script })
  return to
}
const fetchCall = (sid: string) => carrier.client.calls(sid).fetch()
const status = (sid: string, wanted: string) =>
  until(`the call to be ${wanted}`, async () => (await fetchCall(sid)).status === wanted)
const MACHINE = { machine: true, play: { say: 'Please leave a message' } }

describe('answering machine detection', () => {
  test.each([
    ['a person, at once', {}, 'Enable', 'human'],
    ['a machine, at once', MACHINE, 'Enable', 'machine_start'],
    ['a machine, after its beep', MACHINE, 'DetectMessageEnd', 'machine_end_beep'],
  ])('%s: the voice request waits for it and says so', async (_, script, machineDetection, answeredBy) => {
    const { client, app } = carrier
    const [path, to] = [fresh(), await phone(script)]
    const url = app.answers(path, PAUSE)
    const { sid } = await client.calls.create({ to, from: OURS, url, machineDetection, statusCallback: `${url}/end` })
    expect(await app.got(path, { CallSid: sid })).toMatchObject({ AnsweredBy: answeredBy, CallStatus: 'in-progress' })
    expect((await fetchCall(sid)).answeredBy).toBe(answeredBy)
    await client.calls(sid).update({ status: 'completed' })
    expect((await app.got(`${path}/end`)).AnsweredBy).toBe(answeredBy)
  })

  test('beside the call: the voice request comes first, the callback has no From and To', async () => {
    const { client, app } = carrier
    const path = fresh()
    const url = app.answers(path, PAUSE)
    const { sid } = await client.calls.create({
      to: await phone(MACHINE),
      from: OURS,
      url,
      machineDetection: 'Enable',
      asyncAmd: 'true',
      asyncAmdStatusCallback: `${url}/amd`,
    })
    expect((await app.got(path)).AnsweredBy).toBeUndefined()
    expect(await app.got(`${path}/amd`)).toEqual({
      CallSid: sid,
      AccountSid: carrier.account.sid,
      AnsweredBy: 'machine_start',
      MachineDetectionDuration: expect.stringMatching(/^\d+$/),
    })
    await client.calls(sid).update({ status: 'completed' })
  })

  test('of a participant', async () => {
    const { client, app } = carrier
    const path = fresh()
    const made = await client.conferences('detection').participants.create({
      to: await phone(),
      from: OURS,
      machineDetection: 'Enable',
      amdStatusCallback: `${app.base}${path}`,
    })
    expect(await app.got(path)).toMatchObject({ CallSid: made.callSid, AnsweredBy: 'human' })
    await client.conferences(made.conferenceSid).update({ status: 'completed' })
  })
})

test('keys are pressed when it is answered, before the TwiML runs', async () => {
  const { client } = carrier
  const twiml = '<Response><Say>After</Say><Pause length="60"/></Response>'
  const { sid } = await client.calls.create({ to: await phone(), from: OURS, twiml, sendDigits: 'w1#' })
  const heard = await until('the text', async () => {
    const call = await carrier.control('GET', `/calls/${sid}`)
    return call.said.includes('After') && call
  })
  expect(heard.digits).toBe('1#')
  await client.calls(sid).update({ status: 'completed' })
})

test('a status callback may be changed while the call lasts', async () => {
  const { client, app } = carrier
  const [before, after] = [fresh(), fresh()]
  const options = { twiml: PAUSE, statusCallback: app.base + before, statusCallbackEvent: ['answered', 'completed'] }
  const { sid } = await client.calls.create({ to: await phone(), from: OURS, ...options })
  await app.got(before, { CallStatus: 'in-progress' })
  await client.calls(sid).update({ statusCallback: app.base + after })
  await client.calls(sid).update({ status: 'completed' })
  await app.got(after, { CallSid: sid, CallStatus: 'completed' })
  expect(app.at(before).length).toBe(1)
})

test('a recording started by a document goes on beside the next verbs', async () => {
  const { client, app } = carrier
  const path = fresh()
  const twiml = `<Response><Start><Recording channels="dual" recordingStatusCallback="${app.base}${path}"/></Start>
    <Say>Recorded</Say></Response>`
  const { sid } = await client.calls.create({ to: await phone({ play: { toneHz: 440 } }), from: OURS, twiml })
  expect(await app.got(path, { CallSid: sid })).toMatchObject({ RecordingStatus: 'completed', RecordingChannels: '2' })
})

describe('delays on purpose', () => {
  test('a change is accepted at once and acts later', async () => {
    const { client } = carrier
    const { sid } = await client.calls.create({ to: await phone(), from: OURS, twiml: PAUSE })
    await status(sid, 'in-progress')
    expect(await carrier.control('PUT', '/delays', { updateMs: 300 })).toEqual({ updateMs: 300, readMs: 0 })
    const at = performance.now()
    expect((await client.calls(sid).update({ status: 'completed' })).status).toBe('in-progress')
    await status(sid, 'completed')
    expect(performance.now() - at).toBeGreaterThan(290)
  })

  test('reads show a call as it was', async () => {
    const { client } = carrier
    const { sid } = await client.calls.create({ to: await phone(), from: OURS, twiml: PAUSE })
    await status(sid, 'in-progress')
    await carrier.control('PUT', '/delays', { readMs: 60_000 })
    expect(await fetchCall(sid)).toMatchObject({ status: 'queued', startTime: null, duration: null })
    expect((await client.calls.list({ status: 'in-progress' })).map((call) => call.sid)).not.toContain(sid)
    await carrier.control('PUT', '/delays', { readMs: 0 })
    expect((await fetchCall(sid)).status).toBe('in-progress')
    await client.calls(sid).update({ status: 'completed' })
  })

  test('and a conference', async () => {
    const { client } = carrier
    const room = client.conferences('late')
    const { conferenceSid } = await room.participants.create({ to: await phone(), from: OURS })
    await client.conferences(conferenceSid).update({ status: 'completed' })
    await carrier.control('PUT', '/delays', { readMs: 60_000 })
    const seen = await client.conferences(conferenceSid).fetch()
    expect([seen.status, seen.reasonConferenceEnded]).toEqual(['init', null])
    expect(await client.conferences.list({ friendlyName: 'late', status: 'completed' })).toEqual([])
    await carrier.control('PUT', '/delays', { readMs: 0 })
    expect((await client.conferences(conferenceSid).fetch()).status).toBe('completed')
  })

  test('of more than a minute are refused', async () => {
    expect((await carrier.control('PUT', '/delays', { readMs: 60_001 })).error.code).toBe('invalid_input')
  })
})
