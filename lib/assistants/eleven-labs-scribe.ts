import { WebSocket } from 'ws'
import { z } from 'zod'
import { type ElevenLabsAccount, elevenLabsUrl } from './eleven-labs-api.ts'
import type { Transcriber, TranscriberListener, Transcription } from './transcriber.ts'

const HANDSHAKE_MS = 5_000
const FINISH_MS = 2_000
/** Pieces of sound kept until the session has started. */
const MOST_PENDING = 50
/** Bytes that may wait to be sent before sound is dropped. */
const MOST_BUFFERED = 256 * 1024
const MOST_BYTES = 256 * 1024

/** Errors that end a session and say nothing against the next. That the vendor closes the socket with them is unverified. */
const OVER = new Set(['session_time_limit_exceeded', 'insufficient_audio_activity', 'transcriber_error'])

/** Of the vendor's frames those we read; errors have many types and one field. https://elevenlabs.io/docs/api-reference/speech-to-text/v-1-speech-to-text-realtime */
const Frame = z.object({ message_type: z.string(), text: z.string().optional(), error: z.string().optional() })

/** ElevenLabs' realtime transcription: utterances end by the vendor's voice detection, and nobody answers them. */
export function elevenLabsScribe({ apiKey }: ElevenLabsAccount, apiUrl = elevenLabsUrl()): Transcriber {
  return {
    open(language, listener) {
      const query = new URLSearchParams({
        ...{ model_id: 'scribe_v2_realtime', audio_format: 'ulaw_8000', commit_strategy: 'vad' },
        ...(language && { language_code: language }),
      })
      const url = `${apiUrl.replace(/^http/, 'ws')}/v1/speech-to-text/realtime?${query}`
      return new ScribeTranscription(url, apiKey, listener)
    },
  }
}

/** connecting -> started -> finishing -> ended; from each of them to ended. */
class ScribeTranscription implements Transcription {
  readonly #socket: WebSocket
  readonly #listener: TranscriberListener
  #isStarted = false
  #isEnded = false
  #pending: string[] = []
  #whenDone: (() => void) | undefined

  constructor(url: string, apiKey: string, listener: TranscriberListener) {
    this.#listener = listener
    this.#socket = new WebSocket(url, {
      headers: { 'xi-api-key': apiKey },
      handshakeTimeout: HANDSHAKE_MS,
      maxPayload: MOST_BYTES,
      perMessageDeflate: false,
    })
    this.#socket.on('message', (data) => this.#receive(data.toString()))
    this.#socket.on('error', (error) => this.#end(error.message))
    this.#socket.on('close', (code) => this.#end(`closed with ${code}`, this.#isStarted))
  }

  sendAudio(payload: string): void {
    if (this.#isEnded) return
    if (this.#isStarted) {
      if (this.#socket.bufferedAmount <= MOST_BUFFERED) this.#socket.send(chunk(payload, false))
      return
    }
    this.#pending.push(payload)
    if (this.#pending.length > MOST_PENDING) this.#pending.shift()
  }

  finish(): Promise<void> {
    if (this.#isEnded) return Promise.resolve()
    if (!this.#isStarted) return Promise.resolve(this.#end('finished'))
    const done = new Promise<void>((resolve) => {
      this.#whenDone = resolve
    })
    this.#socket.send(chunk('', true))
    setTimeout(() => this.#end('finished'), FINISH_MS).unref()
    return done
  }

  #receive(data: string): void {
    if (this.#isEnded) return
    const frame = read(data)
    if (!frame) return
    if (frame.message_type === 'session_started') this.#start()
    else if (frame.error !== undefined) this.#fail(frame.message_type, frame.error)
    else if (frame.message_type === 'committed_transcript') this.#tell(frame.text?.trim() ?? '')
  }

  /** A commit of less than 0.3 s of sound is refused: then there were no last words. */
  #fail(type: string, error: string): void {
    if (type === 'commit_throttled' && this.#whenDone) this.#end('finished')
    else this.#end(`${type}: ${error}`, this.#isStarted && OVER.has(type))
  }

  #start(): void {
    this.#isStarted = true
    for (const payload of this.#pending.splice(0)) this.sendAudio(payload)
  }

  /** What was asked for at the end comes as one more utterance, which may be empty. */
  #tell(text: string): void {
    if (text) this.#listener.said(text)
    if (this.#whenDone) this.#end('finished')
  }

  #end(reason: string, canGoOn = false): void {
    if (this.#isEnded) return
    this.#isEnded = true
    this.#pending = []
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.close(1000)
    else this.#socket.terminate()
    this.#listener.ended(reason, canGoOn)
    this.#whenDone?.()
  }
}

const chunk = (payload: string, commit: boolean) =>
  `{"message_type":"input_audio_chunk","audio_base_64":"${payload}","commit":${commit},"sample_rate":8000}`

function read(data: string): z.output<typeof Frame> | undefined {
  try {
    return Frame.safeParse(JSON.parse(data)).data
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
