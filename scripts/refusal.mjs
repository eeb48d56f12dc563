/** A reason to stop that the reader can do something about: shown as one line `offhook: ...`, without a stack. */
export class Refusal extends Error {}

/** Prints why a script stops: a refusal as its one line, anything else with its stack. */
export function printReason(error) {
  const words = error instanceof Refusal || error?.message?.startsWith('offhook: ') ? error.message : error?.stack
  process.stderr.write(`offhook: ${String(words ?? error).replace('offhook: ', '')}\n`)
}
