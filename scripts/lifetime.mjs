/** The time between a launcher's start and its end: what to take away at the end, and the reason for it. */
export class Lifetime {
  #controller = new AbortController()
  #steps = []

  /** Aborted when everything must stop; its reason is the failure, or an AbortError when a person asked for it. */
  get signal() {
    return this.#controller.signal
  }

  /** Remembers how to take away what was just started; the last one goes first. */
  atEnd(step) {
    this.#steps.push(step)
  }

  /** Asks for the end; with a reason it is a failure. */
  stop(reason) {
    this.#controller.abort(reason)
  }

  /** Rejects with the reason once the end is asked for. */
  async untilStopped() {
    const { signal } = this
    if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
    throw signal.reason
  }

  async end() {
    for (const step of this.#steps.reverse()) await step()
  }
}
