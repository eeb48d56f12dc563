/** Runs at once, then at most once in so many ms; what came in between is one more run at the end of them, never lost. */
export function throttle(run: () => void, everyMs: number) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isWanted = false
  const rest = () => {
    timer = undefined
    if (isWanted) want()
  }
  const want = () => {
    isWanted = timer !== undefined
    if (isWanted) return
    timer = setTimeout(rest, everyMs)
    run()
  }
  return { want, end: () => clearTimeout(timer) }
}
