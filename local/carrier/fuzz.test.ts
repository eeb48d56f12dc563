import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { log } from '#lib/log.ts'
import { createSignalling } from './signalling/gateway.ts'
import { accessToken } from './signalling/test-account.ts'
import { startTestCarrier, type TestCarrier, until } from './test-carrier.ts'

vi.setConfig({ testTimeout: 60_000 })

const OURS = '+442079460111'
const LISTENER = '+442079460970'
const SINGER = '+442079460971'
/** What is wrong is logged; a test of nothing but wrong things need not show it. */
const quiet = { ...log, warn: () => {}, error: () => {} }
let carrier: TestCarrier
let listener: string

beforeAll(async () => {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  const media = { host: '127.0.0.1', ports: [45_250, 45_269] as [number, number] }
  carrier = await startTestCarrier({ signalling: (parts) => createSignalling({ ...parts, media, log: quiet }) })
  await carrier.client.incomingPhoneNumbers.create({ phoneNumber: OURS, voiceUrl: `${carrier.app.base}/fuzz` })
  await carrier.control('PUT', `/phones/${encodeURIComponent(SINGER)}`, { afterMs: 0, play: { toneHz: 1000 } })
  await carrier.control('PUT', `/phones/${encodeURIComponent(LISTENER)}`, { afterMs: 0 })
  const room = carrier.client.conferences('bystanders')
  await room.participants.create({ to: SINGER, from: OURS })
  listener = (await room.participants.create({ to: LISTENER, from: OURS })).callSid
  await othersLiveOn()
})
afterAll(async () => {
  await carrier?.close()
  vi.restoreAllMocks()
})

/** Two phones talk all the while: one still hears the other. */
const othersLiveOn = () =>
  until('the bystander to hear the tone', async () => {
    return (await carrier.control('GET', `/calls/${listener}/heard?hz=1000&ms=200`)).ratio > 0.9
  })

const json = fc.jsonValue({ maxDepth: 3 })
/** Signalling that is nearly right: real types with anything in them. */
const nearlySignalling = fc.record({
  type: fc.constantFrom(
    'listen',
    'register',
    'invite',
    'answer',
    'reinvite',
    'hangup',
    'reject',
    'dtmf',
    'message',
    'x',
  ),
  payload: fc.oneof(
    json,
    fc.record(
      {
        callsid: fc.oneof(fc.string(), json),
        sdp: fc.oneof(fc.constant('v=0\r\nm=audio 9 RTP/SAVPF 0\r\n'), fc.string(), json),
        token: json,
        media: json,
        dtmf: json,
        reconnect: fc.string(),
        twilio: fc.oneof(json, fc.record({ params: fc.string() })),
        voiceeventsid: json,
        content: json,
      },
      { requiredKeys: [] },
    ),
  ),
})

test('malformed signalling: an error each or nothing, the socket works on, others do too', async () => {
  const socket = new WebSocket(`${carrier.url.replace('http', 'ws')}/signal`)
  const seen: string[] = []
  socket.on('message', (data) => seen.push(data.toString()))
  await new Promise((opened) => socket.once('open', opened))
  const say = (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  say({ type: 'listen', payload: { token: accessToken(carrier.account, 'fuzz'), reconnectTimeout: 0 } })
  await until('the token', () => seen.some((text) => text.includes('"connected"')))
  carrier.app.answers('/fuzz', '<Response><Pause length="1"/></Response>')
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(fc.string(), nearlySignalling), { maxLength: 10 }), async (messages) => {
      for (const message of messages) say(message)
    }),
    { numRuns: 60 },
  )
  // A bad token among them may have ended the grant's right to register: it is given again.
  say({ type: 'listen', payload: { token: accessToken(carrier.account, 'fuzz'), reconnectTimeout: 0 } })
  const from = seen.length
  say({ type: 'register', payload: { media: { audio: true } } })
  await until('the registration', () => seen.slice(from).some((text) => text.includes('"ready"')))
  for (const text of seen) if (text !== '\n') JSON.parse(text)
  socket.close()
  await othersLiveOn()
})

const name = fc.constantFrom(
  'Say',
  'Dial',
  'Conference',
  'Gather',
  'Play',
  'Record',
  'Enqueue',
  'Connect',
  'Stream',
  'X',
)
const attribute = fc.constantFrom('action', 'timeout', 'loop', 'length', 'url', 'numDigits', 'record', 'x')
const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      name,
      fc.dictionary(attribute, fc.string({ maxLength: 8 }), { maxKeys: 3 }),
      fc.oneof({ depthSize: 'small' }, fc.string({ maxLength: 10 }), tie('element')),
    )
    .map(([tag, attributes, inside]) => {
      const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${value.replace(/"/g, '')}"`)
      return `<${tag}${list.join('')}>${inside}</${tag}>`
    }),
}))

test('malformed TwiML: the call ends by itself, others go on', async () => {
  const document = fc.oneof(
    fc.string(),
    element,
    fc.array(element, { maxLength: 3 }).map((verbs) => `<Response>${verbs.join('')}</Response>`),
  )
  const calls: string[] = []
  await fc.assert(
    fc.asyncProperty(document, async (xml) => {
      carrier.app.answers('/fuzz', xml)
      const before = carrier.app.at('/fuzz').length
      calls.push((await carrier.control('POST', '/calls', { from: '+442079460972', to: OURS })).callSid)
      await until('the request', () => carrier.app.at('/fuzz').length > before)
    }),
    { numRuns: 60 },
  )
  for (const sid of calls) await carrier.client.calls(sid).update({ status: 'completed' }).catch(alreadyOver)
  for (const sid of calls) {
    await until('its end', async () => (await carrier.control('GET', `/calls/${sid}`)).state === 'ended')
  }
  await othersLiveOn()
})

/** A call that has ended cannot be ended: 21220. */
function alreadyOver(error: { code?: number }): void {
  expect(error.code).toBe(21220)
}

test('malformed REST: an error in the envelope or a resource, never a 500', async () => {
  const base = `/2010-04-01/Accounts/${carrier.account.sid}`
  const path = fc.oneof(
    fc.constantFrom('Calls', 'Conferences/bystanders/Participants', 'IncomingPhoneNumbers', 'Applications', 'Queues'),
    fc.webPath({ size: 'small' }).map((text) => text.slice(1)),
  )
  const field = fc.constantFrom('To', 'From', 'Url', 'Twiml', 'Timeout', 'PhoneNumber', 'Label', 'MaxSize', 'Status')
  const body = fc.oneof(
    fc.string(),
    fc.dictionary(field, fc.string({ maxLength: 12 })).map((fields) => new URLSearchParams(fields).toString()),
  )
  const basic = Buffer.from(`${carrier.account.sid}:${carrier.account.authToken}`).toString('base64')
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('GET', 'POST', 'DELETE'), path, body, async (method, path, body) => {
      const response = await fetch(`${carrier.url}${base}/${path}.json`, {
        method,
        headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
        ...(method === 'POST' && { body }),
      })
      expect(response.status).not.toBe(500)
      const text = await response.text()
      if (response.status >= 400)
        expect(JSON.parse(text)).toMatchObject({ code: expect.any(Number), status: response.status })
    }),
    { numRuns: 150 },
  )
  await othersLiveOn()
})

test('malformed control requests are refused with a reason', async () => {
  const path = fc.constantFrom('/phones/%2B442079460973', '/calls', '/faults', '/faults/sockets', '/calls/CA1/play')
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('PUT', 'POST'),
      path,
      fc.oneof(fc.string(), fc.json()),
      async (method, path, body) => {
        const response = await fetch(`${carrier.url}/control${path}`, { method, body })
        expect(response.status).not.toBe(500)
      },
    ),
    { numRuns: 100 },
  )
  await carrier.control('DELETE', '/faults')
  await othersLiveOn()
})

test('malformed media messages of an application end its stream at most; others go on', async () => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((ready) => server.once('listening', ready))
  const { port } = server.address() as { port: number }
  const message = fc.oneof(
    fc.string(),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc
      .record({ event: fc.constantFrom('media', 'mark', 'clear', 'x'), media: json, mark: json, streamSid: json })
      .map((each) => JSON.stringify(each)),
  )
  carrier.app.answers(
    '/fuzz',
    `<Response><Connect><Stream url="ws://127.0.0.1:${port}/s"/></Connect><Hangup/></Response>`,
  )
  await fc.assert(
    fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 5 }), async (messages) => {
      const opened = new Promise<WebSocket>((resolve) => server.once('connection', resolve))
      const { callSid } = await carrier.control('POST', '/calls', { from: '+442079460974', to: OURS })
      const socket = await opened
      for (const each of messages) socket.send(each)
      socket.close()
      await until('its end', async () => (await carrier.control('GET', `/calls/${callSid}`)).state === 'ended')
    }),
    { numRuns: 20 },
  )
  server.close()
  await othersLiveOn()
})

test('a body beyond all measure is refused', async () => {
  const response = await fetch(`${carrier.url}/control/calls`, {
    method: 'POST',
    body: 'x'.repeat(21 * 1024 * 1024),
  }).catch(() => undefined)
  expect(response?.status ?? 413).toBe(413)
  await othersLiveOn()
})
