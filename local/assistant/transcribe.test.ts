import { expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { createAssistant } from './assistant.ts'

const WANTED = 'model_id=scribe_v2_realtime&audio_format=ulaw_8000&commit_strategy=vad'
const LOUD = Buffer.alloc(800, 0x00).toString('base64')
const QUIET = Buffer.alloc(8_000, 0xff).toString('base64')
const chunk = (audio_base_64: string, commit = false) =>
  JSON.stringify({ message_type: 'input_audio_chunk', audio_base_64, commit, sample_rate: 8000 })

test('a voice is written down, utterance by utterance, for whoever has a key', async ({ onTestFinished }) => {
  const assistant = createAssistant([{ key: 'sk_1', agentId: 'agent_1' }])
  const origin = `ws://127.0.0.1:${await assistant.listen(0, '127.0.0.1')}`
  onTestFinished(() => assistant.close())
  const open = (query: string, key = 'sk_1') => {
    const socket = new WebSocket(`${origin}/v1/speech-to-text/realtime?${query}`, { headers: { 'xi-api-key': key } })
    const frames: { message_type: string; text?: string }[] = []
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    socket.on('message', (data) => frames.push(JSON.parse(String(data)) as never))
    socket.on('error', () => {})
    const told = (count: number) => vi.waitUntil(() => frames.length >= count, { timeout: 10_000, interval: 5 })
    return { socket, frames, closed, told }
  }
  expect(await open(WANTED, 'sk_2').closed).toBe(1006)
  const wrong = open(WANTED.replace('vad', 'manual'))
  expect(await wrong.closed).toBe(1008)
  expect(wrong.frames).toMatchObject([{ message_type: 'input_error' }])

  const { socket, frames, closed, told } = open(`${WANTED}&language_code=en`)
  await told(1)
  assistant.conversations.announced.add('Is Wednesday fine?')
  for (let at = 0; at < 5; at++) socket.send(chunk(LOUD))
  socket.send(chunk(QUIET))
  await told(2)
  for (let at = 0; at < 5; at++) socket.send(chunk(LOUD))
  socket.send(chunk('', true))
  await told(3)
  socket.send(chunk('', true))
  await told(4)
  expect(frames).toMatchObject([
    { message_type: 'session_started' },
    { message_type: 'committed_transcript', text: 'Is Wednesday fine?' },
    { message_type: 'committed_transcript', text: '(speech, 0.5 s)' },
    { message_type: 'committed_transcript', text: '' },
  ])
  socket.send('{}')
  expect(await closed).toBe(1008)
})
