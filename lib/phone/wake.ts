const BEAT_MS = 10_000
/** Browsers slow a hidden tab's timers down to one a minute; a longer pause was the machine's sleep. */
const SLEPT_MS = 90_000

/** Calls `woke` after the machine slept, and `online` when the browser has a network again. Gives the function that stops it. */
export function watchWake(woke: () => void, online: () => void): () => void {
  let last = Date.now()
  const timer = setInterval(() => {
    const slept = Date.now() - last > SLEPT_MS
    last = Date.now()
    if (slept) woke()
  }, BEAT_MS)
  window.addEventListener('online', online)
  return () => {
    clearInterval(timer)
    window.removeEventListener('online', online)
  }
}
