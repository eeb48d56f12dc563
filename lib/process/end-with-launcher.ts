import { log } from '#lib/log.ts'

const LONGEST_END_MS = 10_000

/**
 * Ends the process in order when it is told to (SIGTERM, SIGINT) or when the launcher that holds our stdin is gone, even
 * by kill -9. Exit code 0, or 1 when `end` fails or takes over 10 s, unless told otherwise.
 */
export function endWithLauncher(end: () => Promise<void>, longestMs = LONGEST_END_MS): void {
  let ending = false
  const begin = () => {
    if (ending) return
    ending = true
    setTimeout(() => process.exit(1), longestMs).unref()
    end().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error('the process did not end in order', { error })
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', begin)
  process.on('SIGINT', begin)
  if (process.env.OFFHOOK_PARENT_PID) process.stdin.on('end', begin).on('error', begin).resume()
}
