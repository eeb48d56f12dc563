import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { StreamApplication } from './streams/test-application.ts'
import { startTestCarrier, type TestCarrier, until } from './test-carrier.ts'

vi.setConfig({ testTimeout: 20_000 })

let carrier: TestCarrier
let counter = 0
const OURS = '+442079460111'

beforeAll(async () => {
  carrier = await startTestCarrier()
  await carrier.client.incomingPhoneNumbers.create({ phoneNumber: OURS })
})
afterAll(() => carrier.close())
afterEach(() => carrier.control('DELETE', ''))

const EVENTS = ['initiated', 'ringing', 'answered', 'completed']

/** A call to a phone that answers at once and is ended; gives the path its callbacks come to. */
async function wholeCall(statusCallbackMethod = 'POST') {
  const to = `+4420794${61_000 + ++counter}`
  const path = `/faulty${counter}`
  await carrier.control('PUT', `/phones/${encodeURIComponent(to)}`, { answer: 'auto', afterMs: 0 })
  const call = await carrier.client.calls.create({
    to,
    from: OURS,
    twiml: '<Response><Pause length="60"/></Response>',
    statusCallback: carrier.app.base + path,
    statusCallbackEvent: EVENTS,
    statusCallbackMethod,
  })
  await until('the answer', async () => (await carrier.client.calls(call.sid).fetch()).status === 'in-progress')
  await carrier.client.calls(call.sid).update({ status: 'completed' })
  return { path, call }
}
const statusesAt = (path: string) => carrier.app.at(path).map(({ CallStatus }) => CallStatus)
const ALL = ['initiated', 'ringing', 'in-progress', 'completed']
const faults = (plan: object) => carrier.control('PUT', '/faults', plan)

test('callbacks have every field, geography and all, and are signed whatever the method', async () => {
  for (const method of ['POST', 'GET']) {
    const { path, call } = await wholeCall(method)
    const last = await carrier.app.got(path, { CallStatus: 'completed' })
    expect(last).toEqual({
      CallSid: call.sid,
      AccountSid: carrier.account.sid,
      ...Object.fromEntries(
        ['From', 'To', 'Caller', 'Called'].flatMap((name) => [
          [name, /From|Caller/.test(name) ? OURS : call.to],
          ...['City', 'State', 'Zip'].map((part) => [name + part, '']),
          [`${name}Country`, 'GB'],
        ]),
      ),
      CallStatus: 'completed',
      ApiVersion: '2010-04-01',
      Direction: 'outbound-api',
      Timestamp: expect.stringMatching(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000$/),
      CallbackSource: 'call-progress-events',
      SequenceNumber: '3',
      CallDuration: expect.stringMatching(/^\d+$/),
      Duration: expect.stringMatching(/^[01]$/),
      SipResponseCode: '200',
    })
  }
  expect(carrier.app.requests.every(({ signed }) => signed)).toBe(true)
})

test('the log of deliveries has the reply, and the error where there was none', async () => {
  carrier.app.answers('/wordy', 'x'.repeat(900))
  const to = `+4420794${61_000 + ++counter}`
  const call = { to, from: OURS, twiml: '<Response/>', statusCallbackEvent: ['initiated'] }
  const one = await carrier.client.calls.create({ ...call, statusCallback: `${carrier.app.base}/wordy` })
  const two = await carrier.client.calls.create({ ...call, statusCallback: 'http://127.0.0.1:9/closed' })
  const entryOf = (sid: string) =>
    until('the entry', async () => {
      const { entries } = await carrier.control('GET', '/log')
      return entries.find(
        (each: { event: string; callSid: string }) => each.event === 'webhook' && each.callSid === sid,
      )
    })
  expect(await entryOf(one.sid)).toMatchObject({ status: 200, body: 'x'.repeat(500), method: 'POST' })
  expect(await entryOf(two.sid)).toMatchObject({
    status: 0,
    code: 11205,
    error: expect.stringContaining('ECONNREFUSED'),
  })
})

test('a callback that is dropped never comes, the others do', async () => {
  await faults({ callbacks: { kinds: ['ringing'], drop: 1 } })
  const { path } = await wholeCall()
  await carrier.app.got(path, { CallStatus: 'completed' })
  expect(statusesAt(path)).toEqual(['initiated', 'in-progress', 'completed'])
})

test('a duplicate is the same delivery twice', async () => {
  await faults({ callbacks: { duplicate: 1 } })
  const { path } = await wholeCall()
  await until('all', () => statusesAt(path).length === 8)
  expect(statusesAt(path)).toEqual(ALL.flatMap((status) => [status, status]))
  const tokens = carrier.app.requests.filter((request) => request.path === path).map(({ token }) => token)
  expect(new Set(tokens).size).toBe(4)
})

test('a late one holds up those behind it; a reordered one is overtaken', async () => {
  await faults({ callbacks: { kinds: ['initiated'], delay: 1, delayMs: 300 } })
  const late = await wholeCall()
  await carrier.app.got(late.path, { CallStatus: 'completed' })
  expect(statusesAt(late.path)).toEqual(ALL)
  await faults({ callbacks: { kinds: ['initiated'], reorder: 1, delayMs: 300 } })
  const { path } = await wholeCall()
  await carrier.app.got(path, { CallStatus: 'initiated' })
  expect(statusesAt(path)).not.toEqual(ALL)
  expect(statusesAt(path).at(0)).toBe('ringing')
})

test('a request is done and its reply lost', async () => {
  await faults({ rest: { methods: ['POST'], path: '/Calls', dropReply: 1 }, times: 1 })
  const to = `+4420794${61_000 + ++counter}`
  const create = () => carrier.client.calls.create({ to, from: OURS, twiml: '<Response/>' })
  await expect(create()).rejects.toThrow(/socket hang up|ECONNRESET/)
  expect(await carrier.client.calls.list({ to })).toHaveLength(1)
})

test.each([
  [{ tooMany: 1 }, 429, 20429],
  [{ fail: 1 }, 500, 20500],
])('%j: nothing is done', async (rest, status, code) => {
  await faults({ rest: { ...rest, methods: ['POST'] } })
  const to = `+4420794${61_000 + ++counter}`
  await expect(carrier.client.calls.create({ to, from: OURS, twiml: '<Response/>' })).rejects.toMatchObject({
    status,
    code,
  })
  expect(await carrier.client.calls.list({ to })).toEqual([])
})

test('a slow reply comes late', async () => {
  await faults({ rest: { slow: 1, slowMs: 400 } })
  const started = performance.now()
  await carrier.client.calls.list({ limit: 1 })
  expect(performance.now() - started).toBeGreaterThan(390)
})

test('the seed is told and logged, a bad plan refused, and all is well once the faults are gone', async () => {
  const { seed } = await faults({ callbacks: { drop: 0.5 } })
  const { entries } = await carrier.control('GET', '/log')
  expect(entries).toContainEqual(expect.objectContaining({ event: 'faults', seed }))
  expect((await faults({ callbacks: { drop: 2 } })).error.code).toBe('invalid_input')
  expect((await carrier.control('GET', '/faults')).seed).toBe(seed)
  expect(await carrier.control('POST', '/faults/sockets', {})).toEqual({ closed: 0 })
  await carrier.control('DELETE', '/faults')
  const { path } = await wholeCall()
  await carrier.app.got(path, { CallStatus: 'completed' })
  expect(statusesAt(path)).toEqual(ALL)
})

test('the connections of media streams are killed, and their calls go on', async () => {
  const streams = new StreamApplication()
  await streams.start()
  const from = `+4420794${61_000 + ++counter}`
  const stream = `<Connect><Stream url="ws://${streams.address}/media"/></Connect>`
  const [number] = await carrier.client.incomingPhoneNumbers.list()
  const voiceUrl = carrier.app.answers('/cut', `<Response>${stream}<Say>Goes on</Say></Response>`)
  await carrier.client.incomingPhoneNumbers(number!.sid).update({ voiceUrl })
  const { callSid } = await carrier.control('POST', '/calls', { from, to: OURS })
  const end = await streams.streamOf(callSid)
  expect(await carrier.control('POST', '/faults/sockets', { streams: true })).toEqual({ closed: 1 })
  await until('the next verb', async () => (await carrier.control('GET', `/calls/${callSid}`)).said.includes('Goes on'))
  expect(end.of('stop')).toEqual([])
  streams.stop()
})
