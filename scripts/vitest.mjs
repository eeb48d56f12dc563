import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ROOT } from './repository.mjs'
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
    return { ...counts(report, code), output: failures(report) || all }
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

/** What failed and why, without what the tests that passed wrote; empty when there is no report or it blames nobody. */
function failures(report) {
  const { testResults = [] } = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}
  return testResults.flatMap(failuresOfFile).join('\n')
}

function failuresOfFile({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter((test) => test.status === 'failed')
  const file = relative(ROOT, name)
  if (failed.length === 0) return status === 'failed' ? [`${file}\n${message}`] : []
  return failed.map(
    ({ fullName, failureMessages }) => `${file}: ${fullName}\n${failureMessages.map(shortened).join('\n')}`,
  )
}

const shortened = (message) => message.split('\n').slice(0, 12).join('\n')
