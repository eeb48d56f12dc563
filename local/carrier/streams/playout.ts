import { FRAME_SAMPLES, SILENCE } from '#lib/media/mulaw.ts'

/** Ten minutes of sound: an application that sends more at once is not waiting for anything to be played. */
const MOST_BYTES = 10 * 60 * 8000

/** Sound an application sent, in the order it came, and the marks it set between. */
export class Playout {
  #parts: Uint8Array[] = []
  #bytes = 0
  /** Bytes taken so far, and where each waiting mark stands among them. */
  #played = 0
  #marks: { name: string; at: number }[] = []

  /** Adds mu-law sound of any length; false when there is too much of it already. */
  add(sound: Uint8Array): boolean {
    if (this.#bytes + sound.length > MOST_BYTES) return false
    this.#parts.push(sound)
    this.#bytes += sound.length
    return true
  }

  /** Sets a mark behind what was added; true when nothing is before it, so that it is reached at once. */
  mark(name: string): boolean {
    if (this.#bytes === 0) return true
    this.#marks.push({ name, at: this.#played + this.#bytes })
    return false
  }

  /** Throws the sound away; gives the marks that waited. */
  clear(): string[] {
    this.#played += this.#bytes
    this.#parts = []
    this.#bytes = 0
    return this.#reached()
  }

  /** The next 20 ms, and the marks reached when they are played; undefined when there is nothing. */
  next(): { frame: Uint8Array; marks: string[] } | undefined {
    if (this.#bytes === 0) return undefined
    const frame = Uint8Array.from(SILENCE)
    let filled = 0
    for (let part = this.#parts[0]; part && filled < FRAME_SAMPLES; part = this.#parts[0]) {
      const taken = part.subarray(0, FRAME_SAMPLES - filled)
      frame.set(taken, filled)
      filled += taken.length
      if (taken.length === part.length) this.#parts.shift()
      else this.#parts[0] = part.subarray(taken.length)
    }
    this.#bytes -= filled
    this.#played += filled
    return { frame, marks: this.#reached() }
  }

  #reached(): string[] {
    const reached = this.#marks.filter(({ at }) => at <= this.#played)
    this.#marks = this.#marks.slice(reached.length)
    return reached.map(({ name }) => name)
  }
}
