import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { elevenLabsScribe } from './eleven-labs-scribe.ts'
import type { Transcription } from './transcriber.ts'

let server: WebSocketServer
let vendor: { socket: WebSocket; request: IncomingMessage; frames: unknown[] }
let told: string[]
let ended: string[]
let goesOn: boolean[]

beforeEach(async () => {
  told = []
  ended = []
  goesOn = []
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await new Promise((resolve) => server.once('listening', resolve))
})
afterEach(() => {
  for (const socket of server.clients) socket.terminate()
  server.close()
})

const until = (isSo: () => boolean) => vi.waitUntil(isSo, { timeout: 10_000, interval: 5 })

async function open(language: string | null = 'es'): Promise<Transcription> {
  const connected = new Promise<void>((resolve) => {
    server.once('connection', (socket, request) => {
      vendor = { socket, request, frames: [] }
      socket.on('message', (data) => vendor.frames.push(JSON.parse(String(data))))
      resolve()
    })
  })
  const scribe = elevenLabsScribe(
    { apiKey: 'xi', agentId: 'a' },
    `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  )
  const transcription = scribe.open(language, {
    said: (text) => told.push(text),
    ended: (why, canGoOn) => {
      ended.push(why)
      goesOn.push(canGoOn)
    },
  })
  transcription.sendAudio('AAAA')
  await connected
  return transcription
}
const say = (frame: object) => vendor.socket.send(JSON.stringify(frame))
const sound = (payload: string, commit = false) => ({
  ...{ message_type: 'input_audio_chunk', audio_base_64: payload, commit, sample_rate: 8000 },
})

test('sound waits for the session, utterances are told, and the last one is asked for', async () => {
  const transcription = await open()
  expect(vendor.request.headers['xi-api-key']).toBe('xi')
  expect(vendor.request.url).toBe(
    '/v1/speech-to-text/realtime?model_id=scribe_v2_realtime&audio_format=ulaw_8000&commit_strategy=vad&language_code=es',
  )
  say({ message_type: 'session_started', session_id: 's', config: {} })
  await until(() => vendor.frames.length === 1)
  transcription.sendAudio('BBBB')
  say({ message_type: 'partial_transcript', text: 'Is Wed' })
  say({ message_type: 'committed_transcript', text: ' Is Wednesday fine? ' })
  await until(() => told.length === 1)
  const finished = transcription.finish()
  await until(() => vendor.frames.length === 3)
  expect(vendor.frames).toEqual([sound('AAAA'), sound('BBBB'), sound('', true)])
  say({ message_type: 'committed_transcript', text: 'Bye.' })
  await finished
  expect(told).toEqual(['Is Wednesday fine?', 'Bye.'])
  expect(ended).toEqual(['finished'])
})

const start = () => say({ message_type: 'session_started', session_id: 's', config: {} })
const fail = (type: string) => say({ message_type: type, error: 'as it is' })
const lose = () => vendor.socket.terminate()

test.each([
  ['a session that may not be', () => fail('auth_error'), 'auth_error: as it is', false],
  ['a session that cannot be', () => fail('transcriber_error'), 'transcriber_error: as it is', false],
  ['a connection that was lost at once', lose, 'closed with 1006', false],
  ['an account with nothing left', () => (start(), fail('quota_exceeded')), 'quota_exceeded: as it is', false],
  ['sound that is none', () => (start(), fail('input_error')), 'input_error: as it is', false],
  ['too long a session', () => (start(), fail('session_time_limit_exceeded')), /^session_time_limit_exceeded/, true],
  ['too quiet a session', () => (start(), fail('insufficient_audio_activity')), /^insufficient_audio_activity/, true],
])('%s ends it, and finishing it then takes no time', async (_, goWrong, why, canGoOn) => {
  const transcription = await open(null)
  expect(vendor.request.url).not.toContain('language_code')
  goWrong()
  await until(() => ended.length === 1)
  expect(ended[0]).toMatch(why)
  expect(goesOn).toEqual([canGoOn])
  await transcription.finish()
  expect(ended).toHaveLength(1)
})

test('a connection that is lost in the talk says nothing against the next', async () => {
  await open()
  start()
  await until(() => vendor.frames.length === 1)
  lose()
  await until(() => ended.length === 1)
  expect([ended, goesOn]).toEqual([['closed with 1006'], [true]])
})

test('too little sound for last words is no error', async () => {
  const transcription = await open()
  start()
  await until(() => vendor.frames.length === 1)
  const finished = transcription.finish()
  await until(() => vendor.frames.length === 2)
  fail('commit_throttled')
  await finished
  expect(ended).toEqual(['finished'])
})

test('a vendor who says nothing at the end is not waited for', async () => {
  const transcription = await open()
  say({ message_type: 'session_started', session_id: 's', config: {} })
  say({ message_type: 'nonsense' })
  vendor.socket.send('{')
  await until(() => vendor.frames.length === 1)
  await transcription.finish()
  expect(ended).toEqual(['finished'])
})
