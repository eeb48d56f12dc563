import type { Turn } from '#lib/assistants/record-turns.ts'
import { log } from '#lib/log.ts'

/** Turns on their way to the database: in order, as many at once as came while the last were written. */
export class TurnLog {
  readonly #write: (turns: Turn[]) => Promise<void>
  #changed = new Map<number, Turn>()
  #writing: Promise<void> | undefined

  constructor(write: (turns: Turn[]) => Promise<void>) {
    this.#write = write
  }

  put(turn: Turn): void {
    this.#changed.set(turn.position, turn)
    this.#writing ??= this.#writeAll()
  }

  /** Resolves when everything put so far is written; what could not be is tried once more. */
  async written(): Promise<void> {
    await this.#writing
    if (this.#changed.size > 0) await this.#writeAll()
  }

  async #writeAll(): Promise<void> {
    // What is put in the same moment goes together.
    await Promise.resolve()
    while (this.#changed.size > 0) {
      const turns = this.#changed
      this.#changed = new Map()
      try {
        await this.#write([...turns.values()])
      } catch (error) {
        log.error('turns of a conversation were not written yet', { error })
        this.#changed = new Map([...turns, ...this.#changed])
        break
      }
    }
    this.#writing = undefined
  }
}
