import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ROOT } from './repository.mjs'
import { run } from './run.mjs'

/** Where an error outside every test is told. */
const LAST_LINES = 50

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
    const told = read(report)
    return {
      ...counts(told, code),
      output: tell(told, isFailed) || all.split('\n').slice(-LAST_LINES).join('\n'),
      unsteady: tell(told, isUnsteady),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** What a run says of itself; nothing when it broke before it could. */
const read = (report) => (existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : { testResults: [] })

function counts({ numPassedTests = 0, numFailedTests = 0, numPendingTests = 0 }, code) {
  // A file that cannot be loaded fails the run without a failed test.
  const failed = Math.max(numFailedTests, code === 0 ? 0 : 1)
  return { passed: numPassedTests, failed, skipped: numPendingTests }
}

const isFailed = ({ status }) => status === 'failed'
/** It passed, but not at its first try. */
const isUnsteady = ({ status, failureMessages }) => status === 'passed' && failureMessages.length > 0

/** Those tests and why, without what other tests wrote; a file that could not be loaded has failed too. */
function tell({ testResults }, isMeant) {
  return testResults.flatMap((file) => tellFile(file, isMeant)).join('\n')
}

function tellFile({ name, status, message, assertionResults }, isMeant) {
  const meant = assertionResults.filter(isMeant)
  const file = relative(ROOT, name)
  const isBroken = status === 'failed' && !assertionResults.some(isFailed)
  if (isBroken && isMeant === isFailed) return [`${file}\n${message}`]
  return meant.map(
    ({ fullName, failureMessages }) => `${file}: ${fullName}\n${failureMessages.map(shortened).join('\n')}`,
  )
}

/** Without the runner's own frames, which say nothing of the fault. */
const shortened = (message) =>
  message
    .split('\n')
    .filter((line) => !/^\s+at .*node_modules/.test(line))
    .slice(0, 12)
    .join('\n')
