const MOST_WAITING = 60

/** Sends one thing after the other. What did not reach the server waits, and goes before the next; what was refused is dropped. */
export function inOrder<Thing>(send: (thing: Thing) => Promise<void>): (thing: Thing) => void {
  const waiting: Thing[] = []
  let sending = false
  async function sendAll(): Promise<void> {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      try {
        await send(next)
      } catch (error) {
        if (!isUnreached(error)) continue
        waiting.unshift(next)
        return
      }
    }
  }
  return (thing) => {
    waiting.push(thing)
    if (waiting.length > MOST_WAITING) waiting.shift()
    if (sending) return
    sending = true
    void sendAll().then(() => {
      sending = false
    })
  }
}

const isUnreached = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'network'
