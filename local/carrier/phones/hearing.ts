import { rmsDb, toneRatio } from '#lib/media/goertzel.ts'
import { decodeMulaw, FRAME_MS } from '#lib/media/mulaw.ts'

const KEPT_FRAMES = 30_000 / FRAME_MS
/** Quieter frames are silence or line noise. */
const SPEECH_DB = -45
/** Digital silence; JSON has no infinity. */
const SILENCE_DB = -120

const levelDb = (pcm: Int16Array) => Math.round(Math.max(SILENCE_DB, rmsDb(pcm)) * 10) / 10

/** What one phone heard in one call: counts from the start, the last 30 s as sound. */
export class Hearing {
  #frames: Uint8Array[] = []
  #count = 0
  #speechFrames = 0

  add(frame: Uint8Array): void {
    const copy = Uint8Array.from(frame)
    this.#frames.push(copy)
    if (this.#frames.length > KEPT_FRAMES) this.#frames.shift()
    this.#count += 1
    if (rmsDb(decodeMulaw(copy)) > SPEECH_DB) this.#speechFrames += 1
  }

  /** Frames of 20 ms heard so far, those louder than -45 dB, and the level of the last second. */
  summary(): { frames: number; speechFrames: number; rmsDb: number } {
    return { frames: this.#count, speechFrames: this.#speechFrames, rmsDb: levelDb(this.last(1000)) }
  }

  /** The share of energy at one frequency, 0 to 1, over the last ms. */
  tone(hz: number, ms: number): { ratio: number; rmsDb: number; frames: number } {
    const pcm = this.last(ms)
    const ratio = Math.round(toneRatio(pcm, hz) * 1000) / 1000
    return { ratio, rmsDb: levelDb(pcm), frames: Math.min(this.#frames.length, Math.floor(ms / FRAME_MS)) }
  }

  /** The last ms as 16-bit samples at 8 kHz. */
  last(ms: number): Int16Array {
    const frames = this.#frames.slice(-Math.max(1, Math.floor(ms / FRAME_MS)))
    return decodeMulaw(Buffer.concat(frames))
  }
}
