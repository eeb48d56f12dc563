import { resolveAttempts } from '#lib/calls/resolve-attempts.ts'
import { log } from '#lib/log.ts'

const EVERY_MS = 10_000

/** Looks every 10 s what became of calls whose answer got lost, until the returned function is called. */
export function keepResolving(): () => Promise<void> {
  let running: Promise<void> | undefined
  const look = () => {
    running ??= resolveAttempts()
      .catch((error: unknown) => log.warn('attempts could not be resolved', { error }))
      .finally(() => {
        running = undefined
      })
  }
  const timer = setInterval(look, EVERY_MS)
  look()
  return async () => {
    clearInterval(timer)
    await running
  }
}
