import { payloadMs } from '#lib/media/stream-frames.ts'

const BYTES_PER_MS = 8

/** Joins frames of sound into longer ones: fewer messages are what a busy process needs most. */
export class FrameJoiner {
  readonly #chunkMs: number
  #waiting: Buffer[] = []
  #ms = 0

  constructor(chunkMs: number) {
    this.#chunkMs = chunkMs
  }

  /** The sound to be sent on now; null while it is too little. */
  add(payload: string): string | null {
    if (this.#waiting.length === 0 && payloadMs(payload) >= this.#chunkMs) return payload
    const bytes = Buffer.from(payload, 'base64')
    this.#waiting.push(bytes)
    this.#ms += bytes.length / BYTES_PER_MS
    if (this.#ms < this.#chunkMs) return null
    const joined = Buffer.concat(this.#waiting).toString('base64')
    this.#waiting = []
    this.#ms = 0
    return joined
  }
}
