interface Waiting {
  start: () => void
}

/** Lets an account's REST calls start one after the other, at most so many a second; the rest wait in the order they came. */
export class Pacer {
  readonly #gapMs: number
  readonly #queues = new Map<string, { waiting: Waiting[]; freeAt: number; timer?: NodeJS.Timeout }>()

  constructor(perSecond: number) {
    this.#gapMs = 1000 / perSecond
  }

  /** Queues a start, never run before this returns. Gives the expected wait in ms and a way out of the queue. */
  enqueue(accountSid: string, start: () => void): { waitMs: number; cancel: () => void } {
    const queue = this.#queues.get(accountSid) ?? { waiting: [], freeAt: 0 }
    this.#queues.set(accountSid, queue)
    const entry = { start }
    const waitMs = Math.max(0, queue.freeAt - Date.now()) + queue.waiting.length * this.#gapMs
    queue.waiting.push(entry)
    this.#arm(accountSid)
    const cancel = () => {
      queue.waiting = queue.waiting.filter((other) => other !== entry)
    }
    return { waitMs: Math.round(waitMs), cancel }
  }

  /** Forgets everybody who waits. */
  close(): void {
    for (const queue of this.#queues.values()) clearTimeout(queue.timer)
    this.#queues.clear()
  }

  #arm(accountSid: string): void {
    const queue = this.#queues.get(accountSid)
    if (!queue || queue.timer || queue.waiting.length === 0) return
    queue.timer = setTimeout(() => this.#next(accountSid), Math.max(0, queue.freeAt - Date.now()))
  }

  #next(accountSid: string): void {
    const queue = this.#queues.get(accountSid)
    if (!queue) return
    queue.timer = undefined
    const first = queue.waiting.shift()
    if (first) {
      queue.freeAt = Date.now() + this.#gapMs
      first.start()
    }
    this.#arm(accountSid)
  }
}
