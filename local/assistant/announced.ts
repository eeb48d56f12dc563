const LIFE_MS = 60_000

/** What stories say callers say next, oldest first. Words that nobody spoke within a minute were for a call that did not come. */
export class Announced {
  #words: { text: string; until: number }[] = []

  add(text: string): void {
    this.#words.push({ text, until: Date.now() + LIFE_MS })
  }

  /** The next words, which are then gone; null when nobody announced any. */
  take(): string | null {
    const now = Date.now()
    this.#words = this.#words.filter(({ until }) => until >= now)
    return this.#words.shift()?.text ?? null
  }

  clear(): void {
    this.#words = []
  }
}
