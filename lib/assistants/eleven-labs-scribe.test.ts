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

beforeEach(async () => {
  told = []
  ended = []
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
  const transcription = scribe.open(language, { said: (text) => told.push(text), ended: (why) => ended.push(why) })
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

test.each([
  [
    'an error of the vendor',
    () => say({ message_type: 'quota_exceeded', error: 'no more' }),
    /quota_exceeded: no more/,
  ],
  ['a lost connection', () => vendor.socket.terminate(), /closed with 1006/],
])('%s ends it, and finishing it then takes no time', async (_, goWrong, why) => {
  const transcription = await open(null)
  expect(vendor.request.url).not.toContain('language_code')
  goWrong()
  await until(() => ended.length === 1)
  expect(ended[0]).toMatch(why)
  await transcription.finish()
  expect(ended).toHaveLength(1)
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
