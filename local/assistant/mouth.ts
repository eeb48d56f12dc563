import { setTimeout as pause } from 'node:timers/promises'
import type { Piece, Spoken } from './spoken.ts'

/** Pieces of half a second leave ten times faster than they are spoken. */
const GAP_MS = 50

/** Sends utterances and knows, from the clock alone, how much of one the caller has heard by now. */
export class Mouth {
  readonly #send: (piece: Piece) => void
  #now: { spoken: Spoken; startedAt: number; stop: AbortController } | undefined

  constructor(send: (piece: Piece) => void) {
    this.#send = send
  }

  get isSpeaking(): boolean {
    return this.#now !== undefined
  }

  /** Resolves true when the utterance must have been heard whole, false when it was stopped. `midway` runs before its second half is sent. */
  async speak(spoken: Spoken, midway: () => void): Promise<boolean> {
    const stop = new AbortController()
    this.#now = { spoken, startedAt: performance.now(), stop }
    const { startedAt } = this.#now
    const pieces = [...spoken.pieces()]
    try {
      for (const [index, piece] of pieces.entries()) {
        if (index === pieces.length >> 1) midway()
        if (stop.signal.aborted) return false
        this.#send(piece)
        await pause(GAP_MS, undefined, { signal: stop.signal })
      }
      await pause(Math.max(0, startedAt + spoken.lengthMs - performance.now()), undefined, { signal: stop.signal })
      return true
    } catch (error) {
      if (stop.signal.aborted) return false
      throw error
    } finally {
      if (this.#now?.stop === stop) this.#now = undefined
    }
  }

  /** Stops at once; what of which text was heard, or undefined when nothing was being said. */
  stop(): { text: string; heard: string } | undefined {
    if (!this.#now) return undefined
    const { spoken, startedAt, stop } = this.#now
    this.#now = undefined
    stop.abort()
    return { text: spoken.text, heard: spoken.heardAfter(performance.now() - startedAt) }
  }
}
