import { execFile } from 'node:child_process'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { log } from '#lib/log.ts'

const SCAN_TIMEOUT_MS = 120_000
const INFECTED = 1

/**
 * Has SCAN_COMMAND look at a file, where one is set: its words, without a shell, and the file's path behind them. It answers 0
 * for clean and 1 for infected, which throws `file_infected`; everything else throws `not_ready`: what nobody scanned is not kept.
 */
export async function scanFile(path: string): Promise<void> {
  const [program, ...words] = (env().SCAN_COMMAND ?? '').split(/\s+/).filter(Boolean)
  if (!program) return
  const code = await runScanner(program, [...words, path])
  if (code === 0) return
  if (code === INFECTED)
    throw new AppError('file_infected', 'recording: was refused by the virus scan', { field: 'recording' })
  throw new AppError('not_ready', 'The virus scan did not work.', { action: 'Try again later.' })
}

const runScanner = (program: string, words: string[]): Promise<unknown> =>
  new Promise((resolve) => {
    execFile(program, words, { timeout: SCAN_TIMEOUT_MS }, (error) => {
      if (error && error.code !== INFECTED) log.error('the virus scan failed', { error })
      resolve(error ? error.code : 0)
    })
  })
