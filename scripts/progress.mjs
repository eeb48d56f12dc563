const EVERY_MS = 4000

/** One line of progress on stdout. */
export const say = (line) => process.stdout.write(`${line}\n`)

/** Names a piece of work while it runs, again every four seconds or as often as told, so that nobody thinks it hangs. */
export async function during(what, work, everyMs = EVERY_MS) {
  const began = Date.now()
  say(`  ${what}`)
  const timer = setInterval(() => say(`  ${what} (${Math.round((Date.now() - began) / 1000)} s)`), everyMs)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}
