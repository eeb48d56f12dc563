/** Calls once: on a signal, or when the pipe from the launcher closes because it is gone. */
export function whenStopped(stop: () => void): void {
  let stopped = false
  const once = () => {
    if (!stopped) stop()
    stopped = true
  }
  process.on('SIGTERM', once)
  process.on('SIGINT', once)
  if (process.env.OFFHOOK_PARENT_PID) process.stdin.on('end', once).on('error', once).resume()
}
