import { appendFileSync, existsSync, renameSync, statSync } from 'node:fs'

const MAX_BYTES = 10_000_000
const REMEMBERED = 8000

/** Appends a child's output to its log file; a full file becomes `<file>.1`, over the former one. */
export function openChildLog(path, maxBytes = MAX_BYTES) {
  let size = existsSync(path) ? statSync(path).size : 0
  let recent = ''
  return {
    write(text) {
      recent = (recent + text).slice(-REMEMBERED)
      if (size >= maxBytes) {
        renameSync(path, `${path}.1`)
        size = 0
      }
      appendFileSync(path, text)
      size += Buffer.byteLength(text)
    },
    /** Why the child ended: its own last line `offhook: ...` if it said one, else its last line. */
    reason() {
      const lines = recent.trim().split('\n')
      return (lines.findLast((line) => line.startsWith('offhook: ')) ?? lines.at(-1)).replace('offhook: ', '')
    },
  }
}
