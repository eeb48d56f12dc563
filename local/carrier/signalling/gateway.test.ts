import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { newSid } from '#lib/ids.ts'
import { log } from '#lib/log.ts'
import { Tone } from '#lib/media/tone.ts'
import { MediaClock } from '../clock.ts'
import type { BrowserCall, Line, LineEnd } from '../ports.ts'
import { createSignalling } from './gateway.ts'
import type { ServerMessage } from './messages.ts'
import { Peer } from './peer.ts'
import { accessToken, madeUpAccount } from './test-account.ts'

/** For facts that must come, however busy the machine is. */
const LONG = { timeout: 15_000 }
const account = madeUpAccount()
const clock = new MediaClock()
const media = { host: '127.0.0.1', ports: [41_010, 41_013] as [number, number] }
let server: Server
let signalling: ReturnType<typeof createSignalling>
let calls: BrowserCall[]
let warnings: unknown[]
let isLossy = false

beforeEach(async () => {
  calls = []
  server = createServer()
  warnings = []
  const quietLog = { ...log, warn: (...entry: unknown[]) => warnings.push(entry) }
  signalling = createSignalling({
    server,
    accounts: [account],
    clock,
    media,
    log: quietLog,
    losesPacket: () => isLossy,
  })
  signalling.onBrowserCall((call) => calls.push(call))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
})
afterEach(async () => {
  signalling.close()
  await new Promise((closed) => server.close(closed))
})

type Of<T extends ServerMessage['type']> = Extract<ServerMessage, { type: T }>['payload']

/** A client that speaks the wire protocol by hand, for what the SDK never does or does only when all goes wrong. */
class RawClient {
  readonly #ws: WebSocket
  readonly #received: ServerMessage[] = []
  #wake = () => {}
  /** Heartbeats received. */
  beats = 0
  closeCode: number | undefined

  static async open(token?: string, reconnectTimeout = 0): Promise<RawClient> {
    const ws = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}/signal`)
    const client = new RawClient(ws)
    await new Promise((open) => ws.once('open', open))
    if (token === undefined) return client
    client.say('listen', { token, reconnectTimeout })
    await client.next('connected')
    return client
  }

  constructor(ws: WebSocket) {
    this.#ws = ws
    ws.on('close', (code) => (this.closeCode = code))
    ws.on('message', (data) => {
      if (data.toString() === '\n') return void this.beats++
      this.#received.push(JSON.parse(data.toString()))
      this.#wake()
    })
  }

  say(type: string, payload: object): void {
    this.#ws.send(JSON.stringify({ type, payload, version: '1.6' }))
  }

  sayText(text: string): void {
    this.#ws.send(text)
  }

  /** The next message of a type; others that came before it are dropped. */
  async next<T extends ServerMessage['type']>(type: T): Promise<Of<T>> {
    for (;;) {
      const message = this.#received.shift()
      if (message?.type === type) return message.payload as Of<T>
      if (!message) await new Promise<void>((wake) => (this.#wake = wake))
    }
  }

  async register(): Promise<this> {
    this.say('register', { media: { audio: true } })
    await this.next('ready')
    return this
  }

  drop(): void {
    this.#ws.terminate()
  }
}

const token = (identity: string) => accessToken(account, identity)
const ring = (identity: string) =>
  signalling.invite({
    accountSid: account.sid,
    identity,
    callSid: newSid('CA'),
    from: '+442079460958',
    to: '',
    params: {},
  })
const endOf = (line: Line) => new Promise<LineEnd>((resolve) => line.on('ended', resolve))

/** A browser's end of the sound, made of the same stuff as ours. */
const browserMedia = () =>
  new Peer({ host: '127.0.0.1', ports: [41_020, 41_099] }, { onAudio() {}, onDigit() {}, onFault() {} })

/** An answered call of a client; done() lets go of its sound. */
async function answeredCall(client: RawClient) {
  const ours = browserMedia()
  client.say('invite', { callsid: 'TJSone', sdp: await ours.offer(), twilio: {} })
  await expect.poll(() => calls.length, LONG).toBe(1)
  const callSid = newSid('CA')
  const line = calls[0]!.accept(callSid)
  line.answer()
  const { sdp, reconnect } = await client.next('answer')
  await ours.accept(sdp!)
  return { line, callSid, reconnect: reconnect!, ours, done: () => ours.close() }
}

test('nothing is allowed before a token was checked', async () => {
  const client = await RawClient.open()
  client.say('register', { media: { audio: true } })
  expect((await client.next('error')).error.code).toBe(31204)
  client.say('invite', { callsid: 'TJSone', sdp: 'v=0', twilio: {} })
  expect(await client.next('hangup')).toMatchObject({ callsid: 'TJSone', error: { code: 31204 } })
  expect(calls).toEqual([])
})

test('what follows a token on the same breath waits for its check', async () => {
  const client = await RawClient.open()
  client.say('listen', { token: token('eager'), reconnectTimeout: 0 })
  client.say('register', { media: { audio: true } })
  expect((await client.next('connected')).token.identity).toBe('eager')
  await client.next('ready')
  expect(signalling.registered(account.sid, 'eager')).toBe(1)
})

test('a token without the incoming grant cannot register', async () => {
  const client = await RawClient.open(accessToken(account, 'outonly', { incomingAllow: false }))
  client.say('register', { media: { audio: true } })
  expect((await client.next('error')).error.code).toBe(31201)
  expect(signalling.registered(account.sid, 'outonly')).toBe(0)
})

test('nonsense is answered by an error and the socket goes on', async () => {
  const client = await RawClient.open(token('clumsy'))
  for (const text of ['{', '[]', '{"type":"fly","payload":{}}', '{"type":"hangup","payload":{"callsid":7}}']) {
    client.sayText(text)
    expect((await client.next('error')).error.code).toBe(31100)
  }
  await client.register()
})

test('a frame beyond all measure closes the socket only', async () => {
  const [client, other] = [await RawClient.open(token('huge')), await RawClient.open(token('small'))]
  client.sayText(JSON.stringify({ type: 'hangup', payload: { callsid: 'x'.repeat(70_000) } }))
  await expect.poll(() => client.closeCode, LONG).toBe(1009)
  await other.register()
})

test('a call message over 10 kB is refused with 31212', async () => {
  const client = await RawClient.open(token('talkative'))
  const { line, callSid, done } = await answeredCall(client)
  const about = { callsid: callSid, messagetype: 'user-defined-message' }
  client.say('message', { ...about, voiceeventsid: 'KX1', content: { text: 'x'.repeat(11_000) } })
  expect(await client.next('error')).toMatchObject({ error: { code: 31212 }, voiceeventsid: 'KX1' })
  client.say('message', { ...about, voiceeventsid: 'KX2', content: { text: 'x' } })
  expect((await client.next('ack')).voiceeventsid).toBe('KX2')
  expect(signalling.calls()[0]?.messages).toEqual([{ content: { text: 'x' }, type: 'user-defined-message' }])
  line.hangUp()
  await done()
})

test('packets of sound are lost on demand', async () => {
  const client = await RawClient.open(token('lossy'))
  const { line, ours, done } = await answeredCall(client)
  onTestFinished(() => void (isLossy = false))
  const arrives = () => {
    for (let i = 0; i < 3; i++) ours.send(new Tone(500).frame())
    return line.read() !== undefined
  }
  await expect.poll(arrives, { ...LONG, interval: 20 }).toBe(true)
  isLossy = true
  await expect.poll(() => line.read(), { ...LONG, interval: 20 }).toBeUndefined()
  for (let i = 0; i < 10; i++) {
    expect(arrives()).toBe(false)
    await new Promise((later) => setImmediate(later))
  }
  isLossy = false
  await expect.poll(arrives, { ...LONG, interval: 20 }).toBe(true)
  line.hangUp()
  await done()
})

test('a connectToken that is not right moves nothing', async () => {
  const client = await (await RawClient.open(token('sought'))).register()
  const line = ring('sought')
  const { callsid } = await client.next('invite')
  const thief = await RawClient.open(token('finder'))
  thief.say('invite', { callsid, sdp: 'v=0', reconnect: 'guess', twilio: {} })
  expect(await thief.next('hangup')).toEqual({ callsid })
  expect(signalling.calls()).toMatchObject([{ callSid: callsid, state: 'ringing' }])
  line.hangUp()
})

test('a bad fresh token leaves the old one in force', async () => {
  const client = await (await RawClient.open(token('refresh'))).register()
  client.say('listen', { token: 'nonsense', reconnectTimeout: 0 })
  expect((await client.next('error')).error.code).toBe(31204)
  expect(signalling.registered(account.sid, 'refresh')).toBe(1)
})

test('digits over signalling arrive without their pauses', async () => {
  const client = await RawClient.open(token('dtmf'))
  const { line, callSid, done } = await answeredCall(client)
  const digits: string[] = []
  const ended = endOf(line)
  line.on('digit', (digit) => digits.push(digit))
  client.say('dtmf', { callsid: callSid, dtmf: '12w#' })
  client.say('hangup', { callsid: callSid })
  await ended
  expect(digits.join('')).toBe('12#')
  await done()
})

test('a call is taken up again by its token only, and only within its time', async () => {
  const client = await RawClient.open(token('moves'), 1)
  const { line, callSid, reconnect, done } = await answeredCall(client)
  const ended = endOf(line)
  client.drop()

  const thief = await RawClient.open(token('thief'))
  thief.say('invite', { callsid: callSid, sdp: 'v=0', reconnect: 'guess', twilio: {} })
  expect(await thief.next('hangup')).toEqual({ callsid: callSid })
  thief.say('hangup', { callsid: callSid })

  const again = await RawClient.open(token('moves'), 1)
  again.say('invite', { callsid: callSid, sdp: 'v=0', reconnect, twilio: {} })
  const answer = await again.next('answer')
  expect(answer).toMatchObject({ callsid: callSid, reconnect })
  expect(answer).not.toHaveProperty('sdp')

  again.drop()
  expect(await ended).toBe('lost')
  const tooLate = await RawClient.open(token('moves'))
  tooLate.say('invite', { callsid: callSid, sdp: 'v=0', reconnect, twilio: {} })
  expect(await tooLate.next('hangup')).toEqual({ callsid: callSid })
  await done()
})

test('a browser that hangs up by its own id before we named the call is gone', async () => {
  const client = await RawClient.open(token('quick'))
  client.say('invite', { callsid: 'TJSone', sdp: 'v=0', twilio: { params: 'a=1%202&b=%2B44' } })
  client.say('hangup', { callsid: 'TJSone' })
  await expect.poll(() => calls.length, LONG).toBe(1)
  expect(calls[0]!.params).toEqual({ a: '1 2', b: '+44' })
  const line = calls[0]!.accept(newSid('CA'))
  const ended = endOf(line)
  line.answer()
  expect(await ended).toBe('hangup')
})

test('an offer that is none fails the call on both sides', async () => {
  const client = await RawClient.open(token('broken'))
  client.say('invite', { callsid: 'TJSone', sdp: 'v=0', twilio: {} })
  await expect.poll(() => calls.length, LONG).toBe(1)
  const line = calls[0]!.accept(newSid('CA'))
  const ended = endOf(line)
  line.answer()
  expect((await client.next('hangup')).error?.code).toBe(31005)
  expect(await ended).toBe('lost')
})

test('every 10 s a heartbeat; a browser that echoes none of four is dropped, and its call with it', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const [lively, dead] = [await RawClient.open(token('lively')), await RawClient.open(token('dead'))]
  await lively.register()
  await dead.register()
  const ended = endOf(ring('dead'))
  await dead.next('invite')
  for (let beat = 1; beat <= 4; beat++) {
    vi.advanceTimersByTime(10_000)
    if (beat <= 3) await expect.poll(() => [lively.beats, dead.beats], LONG).toEqual([beat, beat])
    lively.sayText('\n')
    lively.say('register', { media: { audio: true } })
    await lively.next('ready')
  }
  expect(await ended).toBe('lost')
  expect(signalling.registered(account.sid, 'lively')).toBe(1)
})

test('a browser whose sound does not arrive is reported three seconds after the answer', async () => {
  const client = await RawClient.open(token('mute'))
  const { line, callSid, done } = await answeredCall(client)
  expect(line.mediaAddress).toMatch(/^127\.0\.0\.1:4101[0-3]$/)
  await expect
    .poll(() => warnings, LONG)
    .toEqual([
      [
        'No sound arrives from a browser: can it reach the media address?',
        { callSid, mediaAddress: line.mediaAddress },
      ],
    ])
  expect(line.audioSeen).toBe(false)
  expect(signalling.calls()).toMatchObject([{ callSid, identity: 'mute', audioSeen: false, noAudioPath: true }])
  await done()
})

test('a call given up before its offer was made does not keep the next one waiting', async () => {
  const client = await (await RawClient.open(token('hasty'))).register()
  for (let i = 0; i < 3; i++) ring('hasty').hangUp()
  const started = performance.now()
  const line = ring('hasty')
  await client.next('invite')
  // What keeps it waiting does so for three seconds a call.
  expect(performance.now() - started).toBeLessThan(3000)
  line.hangUp()
})

test('a browser that never takes leave does not keep the carrier from closing', async () => {
  const port = (server.address() as AddressInfo).port
  const stubborn = connect(port, '127.0.0.1')
  const headers = 'Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13'
  stubborn.write(
    `GET /signal HTTP/1.1\r\nHost: x\r\n${headers}\r\nSec-WebSocket-Key: ${newSid('').slice(0, 22)}==\r\n\r\n`,
  )
  await new Promise((upgraded) => stubborn.once('data', upgraded))
  signalling.close()
  await new Promise((closed) => server.close(closed))
  stubborn.destroy()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
})

test('calls at the same time get a port each; one too many fails alone, and ports are free again afterwards', async () => {
  const client = await (await RawClient.open(token('busy'))).register()
  const lines = Array.from({ length: 4 }, () => ring('busy'))
  const ports: (string | undefined)[] = []
  for (const _ of lines) {
    const { sdp } = await client.next('invite')
    ports.push(/ udp \d+ 127\.0\.0\.1 (\d+) typ host/.exec(sdp)?.[1])
  }
  expect(ports).toEqual(['41010', '41011', '41012', '41013'])
  expect(await endOf(ring('busy'))).toBe('lost')
  for (const line of lines) line.hangUp()
  await expect.poll(() => endsOrRings(ring('busy')), LONG).toBe('ringing')
})

/** Rings and hangs up at once; tells whether there was a port for it. */
const endsOrRings = (line: Line) =>
  new Promise<string>((resolve) => {
    line.on('ended', resolve)
    line.on('ringing', () => {
      line.hangUp()
      resolve('ringing')
    })
  })
