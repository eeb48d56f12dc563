import { rmsDb } from '#lib/media/goertzel.ts'
import { decodeMulaw, FRAME_SAMPLES, SAMPLE_RATE_HZ } from '#lib/media/mulaw.ts'

const FIRST_BYTES = 10 * SAMPLE_RATE_HZ
/** Quieter frames are silence to whoever trims. */
const SOUND_DB = -45

/** Sound of one channel that grows frame by frame, mu-law. */
export class Track {
  #bytes = new Uint8Array(0)
  #length = 0

  /** Bytes of memory it holds. */
  get size(): number {
    return this.#bytes.length
  }

  get frames(): number {
    return this.#length / FRAME_SAMPLES
  }

  add(frame: Uint8Array): void {
    if (this.#length + frame.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(FIRST_BYTES, this.#bytes.length * 2))
      grown.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = grown
    }
    this.#bytes.set(frame, this.#length)
    this.#length += frame.length
  }

  /** 16-bit samples of all frames. */
  pcm(): Int16Array {
    return decodeMulaw(this.#bytes.subarray(0, this.#length))
  }

  /** The first frame with sound and the one after the last; [0, 0] when there is none. */
  sounding(): [from: number, to: number] {
    let from = 0
    let to = this.frames
    while (from < to && !this.#sounds(from)) from += 1
    while (to > from && !this.#sounds(to - 1)) to -= 1
    return from < to ? [from, to] : [0, 0]
  }

  /** Keeps these frames only and gives back the memory it does not need. */
  cut(from: number, to: number): void {
    this.#bytes = this.#bytes.slice(from * FRAME_SAMPLES, to * FRAME_SAMPLES)
    this.#length = this.#bytes.length
  }

  #sounds(index: number): boolean {
    return rmsDb(decodeMulaw(this.#bytes.subarray(index * FRAME_SAMPLES, (index + 1) * FRAME_SAMPLES))) > SOUND_DB
  }
}
