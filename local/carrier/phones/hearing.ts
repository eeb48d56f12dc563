import { rmsDb, toneRatio } from '#lib/media/goertzel.ts'
import { decodeMulaw, FRAME_MS, FRAME_SAMPLES } from '#lib/media/mulaw.ts'

const KEPT_FRAMES = 30_000 / FRAME_MS
/** Quieter frames are silence or line noise. */
const SPEECH_DB = -45
/** Digital silence; JSON has no infinity. */
const SILENCE_DB = -120

const levelDb = (pcm: Int16Array) => Math.round(Math.max(SILENCE_DB, rmsDb(pcm)) * 10) / 10

/** What one phone heard in one call: counts from the start, the last 30 s as sound. */
export class Hearing {
  #frames: { sound: Uint8Array; at: number }[] = []
  #count = 0
  #speechFrames = 0
  #stoppedAt: number | undefined

  add(frame: Uint8Array): void {
    const copy = Uint8Array.from(frame)
    this.#frames.push({ sound: copy, at: performance.now() })
    if (this.#frames.length > KEPT_FRAMES) this.#frames.shift()
    this.#count += 1
    if (rmsDb(decodeMulaw(copy)) > SPEECH_DB) this.#speechFrames += 1
  }

  /** Frames of 20 ms heard so far, those louder than -45 dB, and the level of the last second. */
  summary(): { frames: number; speechFrames: number; rmsDb: number } {
    return { frames: this.#count, speechFrames: this.#speechFrames, rmsDb: levelDb(this.last(1000)) }
  }

  /** The call is over: "the last" of something now means before this moment. */
  stop(): void {
    this.#stoppedAt ??= performance.now()
  }

  /** The share of energy at one frequency, 0 to 1, over the last ms. */
  tone(hz: number, ms: number): { ratio: number; rmsDb: number; frames: number } {
    const pcm = this.last(ms)
    const ratio = Math.round(toneRatio(pcm, hz) * 1000) / 1000
    return { ratio, rmsDb: levelDb(pcm), frames: pcm.length / FRAME_SAMPLES }
  }

  /** What arrived in the last ms, as 16-bit samples at 8 kHz: none when nothing was sent to the phone. */
  last(ms: number): Int16Array {
    const from = (this.#stoppedAt ?? performance.now()) - ms
    return decodeMulaw(Buffer.concat(this.#frames.filter(({ at }) => at > from).map(({ sound }) => sound)))
  }
}
