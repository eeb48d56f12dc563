import { FRAME_MS } from '#lib/media/mulaw.ts'

/** `mix` moves sound between the parties; `send`, after it in the same tick, puts it on the wire. */
type Phase = 'mix' | 'send'

/** Time to catch up after a stall; more would arrive as a burst that every receiver throws away. */
const MOST_LATE_TICKS = 5

/** The one clock of all sound: a tick every 20 ms that does not drift, whoever listens. */
export class MediaClock {
  readonly #now: () => number
  readonly #listeners: Record<Phase, Set<() => void>> = { mix: new Set(), send: new Set() }
  #timer: NodeJS.Timeout | undefined
  #nextMs = 0

  /** `now` is a steady clock in milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  start(): void {
    if (this.#timer) return
    this.#nextMs = this.#now() + FRAME_MS
    this.#wait()
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  /** Calls the listener once per tick until the function it returns is called. */
  subscribe(listener: () => void, phase: Phase = 'mix'): () => void {
    this.#listeners[phase].add(listener)
    return () => this.#listeners[phase].delete(listener)
  }

  /** One tick now, for tests that hold time still. */
  tick(): void {
    for (const listener of this.#listeners.mix) listener()
    for (const listener of this.#listeners.send) listener()
  }

  #wait(): void {
    this.#timer = setTimeout(() => this.#run(), Math.max(0, this.#nextMs - this.#now()))
  }

  #run(): void {
    const late = Math.floor((this.#now() - this.#nextMs) / FRAME_MS)
    if (late > MOST_LATE_TICKS) this.#nextMs += (late - MOST_LATE_TICKS) * FRAME_MS
    while (this.#timer && this.#nextMs <= this.#now()) {
      this.#nextMs += FRAME_MS
      this.tick()
    }
    if (this.#timer) this.#wait()
  }
}
