import { FRAME_MS } from '#lib/media/mulaw.ts'

const PIECE_FRAMES = 500 / FRAME_MS

export interface Piece {
  sound: Buffer
  /** The characters spoken in this piece, with their times from its start. */
  alignment: { chars: string[]; char_start_times_ms: number[]; char_durations_ms: number[] }
}

/** One utterance of the assistant. Its letters are taken to be of equal length: the speech program does not tell their times. */
export class Spoken {
  readonly text: string
  readonly lengthMs: number
  readonly #frames: readonly Uint8Array[]

  constructor(text: string, frames: readonly Uint8Array[]) {
    this.text = text
    this.lengthMs = frames.length * FRAME_MS
    this.#frames = frames
  }

  /** The sound in pieces of half a second, as a vendor sends it. */
  *pieces(): Generator<Piece> {
    for (let at = 0; at < this.#frames.length; at += PIECE_FRAMES) {
      const frames = this.#frames.slice(at, at + PIECE_FRAMES)
      yield { sound: Buffer.concat(frames), alignment: this.#align(at * FRAME_MS, (at + frames.length) * FRAME_MS) }
    }
  }

  /** What was spoken after so many ms: whole words only. */
  heardAfter(ms: number): string {
    if (ms >= this.lengthMs) return this.text
    const end = Math.floor((Math.max(0, ms) / this.lengthMs) * this.text.length)
    const isWhole = /\s/.test(this.text.charAt(end))
    return isWhole ? this.text.slice(0, end).trimEnd() : this.text.slice(0, end).replace(/\s*\S*$/, '')
  }

  #align(fromMs: number, toMs: number): Piece['alignment'] {
    const letterMs = this.lengthMs / this.text.length
    const first = Math.ceil(fromMs / letterMs)
    const chars = [...this.text.slice(first, Math.ceil(toMs / letterMs))]
    return {
      chars,
      char_start_times_ms: chars.map((_, index) => Math.round((first + index) * letterMs - fromMs)),
      char_durations_ms: chars.map(() => Math.round(letterMs)),
    }
  }
}
