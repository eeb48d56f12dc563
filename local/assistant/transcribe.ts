import type { WebSocket } from 'ws'
import { newId } from '#lib/ids.ts'
import { log } from '#lib/log.ts'
import type { Announced } from './announced.ts'
import { Ears } from './ears.ts'
import { wordless } from './script.ts'
import { readFrame, SoundToWrite } from './wire.ts'

export const TRANSCRIPTION = '/v1/speech-to-text/realtime'

const WANTED = { model_id: 'scribe_v2_realtime', audio_format: 'ulaw_8000', commit_strategy: 'vad' }
const KNOWN = new Set([...Object.keys(WANTED), 'language_code'])
const BAD_INPUT = 1008

/** One voice that is written down: utterance by utterance, with the words that stories announced. */
export function transcribe(socket: WebSocket, parameters: URLSearchParams, announced: Announced): void {
  const send = (frame: object) => socket.send(JSON.stringify(frame))
  const refuse = (error: string) => {
    send({ message_type: 'input_error', error })
    socket.close(BAD_INPUT)
  }
  let hasSpoken = false
  const ears = new Ears({
    speechStarted: () => {},
    speechStopped: (forMs) => {
      hasSpoken = true
      send({ message_type: 'committed_transcript', text: announced.take() ?? wordless(forMs) })
    },
    key: () => {},
  })
  socket.on('error', (error) => log.warn('a transcription failed', { error }))
  socket.on('message', (data) => {
    const frame = readFrame(SoundToWrite, data.toString())
    if (!frame) return refuse('The frame is not as the contract has it')
    ears.hear(Buffer.from(frame.audio_base_64, 'base64'))
    if (!frame.commit) return
    hasSpoken = false
    ears.stop()
    if (!hasSpoken) send({ message_type: 'committed_transcript', text: '' })
  })
  const isWanted = Object.entries(WANTED).every(([name, value]) => parameters.get(name) === value)
  if (!isWanted || [...parameters.keys()].some((name) => !KNOWN.has(name))) return refuse('Not part of this API')
  send({ message_type: 'session_started', session_id: newId(), config: Object.fromEntries(parameters) })
}
