import type { StreamPlan, Track } from './plan.ts'

interface Call {
  accountSid: string
  callSid: string
  streamSid: string
}

/** Writes the messages of one stream: one sequence for all, a chunk count per track, numbers as strings. */
export class Messages {
  readonly #call: Call
  readonly #startedAt = Date.now()
  readonly #chunks: Record<Track, number> = { inbound: 0, outbound: 0 }
  #sequence = 0

  constructor(call: Call) {
    this.#call = call
  }

  connected(): string {
    return JSON.stringify({ event: 'connected', protocol: 'Call', version: '1.0.0' })
  }

  start({ tracks, parameters }: StreamPlan): string {
    const { accountSid, callSid, streamSid } = this.#call
    const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 }
    const start = { accountSid, streamSid, callSid, tracks, mediaFormat, customParameters: parameters }
    return this.#numbered('start', { start })
  }

  media(track: Track, frame: Uint8Array): string {
    this.#chunks[track] += 1
    const media = {
      track,
      chunk: String(this.#chunks[track]),
      timestamp: String(Date.now() - this.#startedAt),
      payload: Buffer.from(frame).toString('base64'),
    }
    return this.#numbered('media', { media })
  }

  dtmf(digit: string): string {
    return this.#numbered('dtmf', { dtmf: { track: 'inbound_track', digit } })
  }

  mark(name: string): string {
    return this.#numbered('mark', { mark: { name } })
  }

  stop(): string {
    const { accountSid, callSid } = this.#call
    return this.#numbered('stop', { stop: { accountSid, callSid } })
  }

  #numbered(event: string, body: object): string {
    this.#sequence += 1
    const { streamSid } = this.#call
    return JSON.stringify({ event, sequenceNumber: String(this.#sequence), ...body, streamSid })
  }
}
