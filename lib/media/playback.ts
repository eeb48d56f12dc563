/**
 * What the other party has heard of the sound sent to it. The carrier plays what it gets in order and without end; the way
 * there delays sound and `clear` alike, so that our own clock tells what was heard when a `clear` goes out, to one frame.
 * Marks only prove: one that comes back by itself says that all before it was played; after `clear` they come back unplayed.
 * Positions are ms of sound sent, times ms of one clock.
 */
export class Playback {
  #sentMs = 0
  #emptyAt = Number.NEGATIVE_INFINITY
  #provenMs = 0
  #marks = new Map<string, number>()
  #marked = 0

  /** All sound ever sent: the position of what comes next. */
  get sentMs(): number {
    return this.#sentMs
  }

  /** When what comes next will be heard. */
  startsAt(now: number): number {
    return Math.max(now, this.#emptyAt)
  }

  send(ms: number, now: number): void {
    this.#emptyAt = this.startsAt(now) + ms
    this.#sentMs += ms
  }

  /** Up to which position sound was heard, or was thrown away. */
  heardMs(now: number): number {
    return Math.max(this.#provenMs, this.#sentMs - Math.max(0, this.#emptyAt - now))
  }

  /** A name for a mark behind all that was sent; null when one stands there already. */
  mark(): string | null {
    if (this.#marked === this.#sentMs) return null
    this.#marked = this.#sentMs
    const name = `m${this.#sentMs}`
    this.#marks.set(name, this.#sentMs)
    return name
  }

  /** A mark came back; true when it was one we waited for, so that all before it was heard. */
  returned(name: string, now: number): boolean {
    const at = this.#marks.get(name)
    if (at === undefined) return false
    this.#marks.delete(name)
    this.#provenMs = Math.max(this.#provenMs, at)
    this.#emptyAt = Math.min(this.#emptyAt, now + this.#sentMs - at)
    return true
  }

  /** What waits is thrown away; gives the position up to which it was heard. */
  clear(now: number): number {
    const heard = this.heardMs(now)
    this.#emptyAt = now
    this.#provenMs = this.#sentMs
    this.#marked = this.#sentMs
    this.#marks.clear()
    return heard
  }
}
