import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { ROOT } from './repository.mjs'
import { run } from './run.mjs'
import { withSecondTry } from './second-try.mjs'

/** Where an error outside every test is told. */
const LAST_LINES = 50

/** Runs one project of vitest.config.ts, and what failed once more with nothing beside it. Returns its counts and output; a run that breaks counts as one failure. */
export const runVitest = (project, options) => withSecondTry((files) => attempt(project, files, options))

async function attempt(project, files, { env = process.env } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-vitest-'))
  const report = join(folder, 'report.json')
  try {
    const args = ['run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
    const alone = files.length > 0 ? ['--no-file-parallelism', ...files] : []
    const { code, all } = await run(process.execPath, ['node_modules/vitest/vitest.mjs', ...args, ...alone], {
      env: { ...env, NO_COLOR: '1' },
    })
    const told = read(report)
    return {
      ...counts(told, code),
      files: told.testResults.map(countFile),
      output: told.testResults.flatMap(tellFailures).join('\n') || all.split('\n').slice(-LAST_LINES).join('\n'),
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

function countFile({ name, status, assertionResults }) {
  const count = (wanted) => assertionResults.filter((test) => test.status === wanted).length
  return {
    file: relative(ROOT, name),
    passed: count('passed'),
    failed: Math.max(count('failed'), status === 'failed' ? 1 : 0),
    skipped: count('pending') + count('skipped') + count('todo'),
  }
}

/** The failed tests of a file and why, without what other tests wrote; a file that could not be loaded has failed too. */
function tellFailures({ name, status, message, assertionResults }) {
  const failed = assertionResults.filter(isFailed)
  const file = relative(ROOT, name)
  if (status === 'failed' && failed.length === 0) return [`${file}\n${message}`]
  return failed.map(
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
