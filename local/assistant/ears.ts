import { rmsDb } from '#lib/media/goertzel.ts'
import { decodeMulaw, FRAME_MS, FRAME_SAMPLES } from '#lib/media/mulaw.ts'
import { keyIn } from './keypad.ts'

const SPEECH_DB = -45
const START_FRAMES = 100 / FRAME_MS
const STOP_FRAMES = 600 / FRAME_MS
/** A tone counts once it was heard for 40 ms in each of two windows, and is over after one window without it. */
const KEY_WINDOWS = 2

export interface Hears {
  speechStarted(): void
  /** forMs: from the first loud frame to the last. */
  speechStopped(forMs: number): void
  key(key: string): void
}

/** Listens to one caller: when they begin to speak, when they fall silent, which keys they press. It understands no words. */
export class Ears {
  readonly #tell: Hears
  #rest = new Uint8Array(0)
  #last: Int16Array = new Int16Array(0)
  #isSpeaking = false
  /** Frames in a row that differ from the state above, and the length of what is being said. */
  #odd = 0
  #frames = 0
  #key: string | undefined
  #keyWindows = 0

  constructor(tell: Hears) {
    this.#tell = tell
  }

  /** Mu-law of any length. */
  hear(sound: Uint8Array): void {
    const all = Buffer.concat([this.#rest, sound])
    const whole = all.length - (all.length % FRAME_SAMPLES)
    for (let at = 0; at < whole; at += FRAME_SAMPLES) this.#frame(decodeMulaw(all.subarray(at, at + FRAME_SAMPLES)))
    this.#rest = Uint8Array.from(all.subarray(whole))
  }

  /** Takes what is being said for a whole. */
  stop(): void {
    if (!this.#isSpeaking) return
    this.#isSpeaking = false
    this.#tell.speechStopped((this.#frames - this.#odd) * FRAME_MS)
    this.#odd = 0
  }

  #frame(pcm: Int16Array): void {
    const window = new Int16Array(this.#last.length + pcm.length)
    window.set(this.#last)
    window.set(pcm, this.#last.length)
    this.#last = pcm
    const key = keyIn(window)
    this.#noteKey(key)
    this.#noteSpeech(key === undefined && rmsDb(pcm) > SPEECH_DB)
  }

  #noteKey(key: string | undefined): void {
    this.#keyWindows = key === this.#key ? this.#keyWindows + 1 : 1
    this.#key = key
    if (key !== undefined && this.#keyWindows === KEY_WINDOWS) this.#tell.key(key)
  }

  #noteSpeech(isLoud: boolean): void {
    this.#odd = isLoud === this.#isSpeaking ? 0 : this.#odd + 1
    if (this.#isSpeaking) this.#frames += 1
    if (this.#odd < (this.#isSpeaking ? STOP_FRAMES : START_FRAMES)) return
    this.#isSpeaking = isLoud
    if (isLoud) {
      this.#frames = this.#odd
      this.#tell.speechStarted()
    } else this.#tell.speechStopped((this.#frames - this.#odd) * FRAME_MS)
    this.#odd = 0
  }
}
