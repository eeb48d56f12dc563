const PER_SECOND = 500
const MOST = 3_000

/** Lets through a burst of 3,000 frames and 500 a second after it: more is no conversation. */
export class FrameBudget {
  #left = MOST
  #at = performance.now()

  /** False when a frame is one too many. */
  take(): boolean {
    const now = performance.now()
    this.#left = Math.min(MOST, this.#left + ((now - this.#at) * PER_SECOND) / 1000)
    this.#at = now
    if (this.#left < 1) return false
    this.#left -= 1
    return true
  }
}
