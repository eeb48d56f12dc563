import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.mjs'

/** Runs one project of vitest.config.ts. Returns its counts and output; a run that breaks counts as one failure. */
export async function runVitest(project, { env = process.env, signal, onLine } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-vitest-'))
  const report = join(folder, 'report.json')
  try {
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const { code, all } = await run(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
      env: { ...env, NO_COLOR: '1' },
      signal,
      onLine,
    })
    return { ...counts(report, code), output: all }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function counts(report, code) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(report, 'utf8'))
    // A file that cannot be loaded fails the run without a failed test.
    const failed = Math.max(numFailedTests, code === 0 ? 0 : 1)
    return { passed: numPassedTests, failed, skipped: numPendingTests }
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    return { passed: 0, failed: 1, skipped: 0 }
  }
}
