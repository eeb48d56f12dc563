import { payloadMs } from '#lib/media/stream-frames.ts'

const BYTES_PER_MS = 8

/** Joins frames of sound into longer ones: fewer messages are what a busy process needs most. */
export class FrameJoiner {
  #waiting: Buffer | undefined
  #length = 0

  /** The sound to be sent on now, when it is chunkMs of it or more; null while it is too little. */
  add(payload: string, chunkMs: number): string | null {
    if (this.#length === 0 && payloadMs(payload) >= chunkMs) return payload
    const waiting = this.#roomFor(Buffer.byteLength(payload, 'base64'))
    this.#length += waiting.write(payload, this.#length, 'base64')
    if (this.#length < chunkMs * BYTES_PER_MS) return null
    const joined = waiting.toString('base64', 0, this.#length)
    this.#length = 0
    return joined
  }

  /** The bytes that wait, with room behind them: a stream has one place for them, kept as long as it is large enough. */
  #roomFor(more: number): Buffer {
    const needed = this.#length + more
    if (this.#waiting && this.#waiting.length >= needed) return this.#waiting
    const larger = Buffer.allocUnsafeSlow(Math.max(800, needed))
    this.#waiting?.copy(larger, 0, 0, this.#length)
    this.#waiting = larger
    return larger
  }
}
