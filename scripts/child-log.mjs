import { createWriteStream, existsSync, renameSync, statSync } from 'node:fs'

const MAX_BYTES = 10_000_000

/** Appends a child's output to its log file; a full file becomes `<file>.1`. `lines` are the last ones, for a message. */
export function openChildLog(path) {
  let size = existsSync(path) ? statSync(path).size : 0
  let file = createWriteStream(path, { flags: 'a' })
  let recent = ''
  return {
    write(text) {
      recent = (recent + text).slice(-8000)
      size += text.length
      file.write(text)
      if (size < MAX_BYTES) return
      file.end()
      renameSync(path, `${path}.1`)
      file = createWriteStream(path)
      size = 0
    },
    /** The child's own one line `offhook: ...` if it said one, else its last line. */
    reason() {
      const lines = recent.trim().split('\n')
      return (lines.findLast((line) => line.startsWith('offhook: ')) ?? lines.at(-1)).replace('offhook: ', '')
    },
    close: () => file.end(),
  }
}
