import { giveUpTakeOvers } from '#lib/assistants/give-up-take-overs.ts'
import { reconcileConversations } from '#lib/assistants/reconcile-conversations.ts'
import { resolveAttempts } from '#lib/calls/resolve-attempts.ts'
import { log } from '#lib/log.ts'

const EVERY_MS = 10_000

/**
 * Looks every 10 s what became of calls whose answer got lost, of conversations whose sidecar is gone and of people who wanted to
 * take over, until the returned function is called.
 */
export function keepResolving(): () => Promise<void> {
  const ends = [
    repeat('attempts could not be resolved', resolveAttempts),
    repeat('conversations could not be reconciled', reconcileConversations),
    repeat('take-overs could not be given up', giveUpTakeOvers),
  ]
  return async () => {
    await Promise.all(ends.map((end) => end()))
  }
}

function repeat(failure: string, work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined
  const look = () => {
    running ??= work()
      .catch((error: unknown) => log.warn(failure, { error }))
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
