import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.mjs'
import { withSecondTry } from './second-try.mjs'
import { makePlace, startSystem } from './system.mjs'

/** Where Playwright begins to tell what failed, after a line for every story. */
const FIRST_FAILURE = /^ {2}1\) /m

/** Starts a whole system of its own and tells it the user stories in Chromium, and those of a file that failed once more in a fresh one. Returns counts and output. */
export const runStories = (chromium) => withSecondTry((files) => attempt(chromium, files))

async function attempt(chromium, files) {
  const place = await makePlace()
  const system = startSystem(place)
  try {
    await system.ready
    return await runPlaywright(storyEnvironment(place.env, chromium), files)
  } finally {
    await system.stop()
    await place.remove()
  }
}

const storyEnvironment = (env, chromium) => ({
  ...process.env,
  CHROMIUM_PATH: chromium,
  E2E_BASE_URL: `http://localhost:${env.PORT}`,
  E2E_CARRIER_URL: `http://localhost:${env.LOCAL_CARRIER_PORT}`,
  E2E_ASSISTANT_URL: `http://localhost:${env.LOCAL_ASSISTANT_PORT}`,
  E2E_SIDECAR_URL: `http://localhost:${env.WS_PORT}`,
})

async function runPlaywright(env, files) {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-stories-'))
  const report = join(folder, 'report.json')
  try {
    // Traces cost a seventh of the time: only what failed once is traced.
    const again = files.length > 0 ? ['--trace', 'retain-on-failure', ...files] : []
    const args = ['node_modules/@playwright/test/cli.js', 'test', ...again]
    const { code, all } = await run(process.execPath, args, { env: { ...env, E2E_REPORT: report } })
    const { stats, suites } = JSON.parse(readFileSync(report, 'utf8'))
    // An error outside every story, such as a file that cannot be loaded, fails the run too.
    const failed = Math.max(stats.unexpected, code === 0 ? 0 : 1)
    const output = all.slice(Math.max(0, all.search(FIRST_FAILURE)))
    return { passed: stats.expected, failed, skipped: stats.skipped, output, files: suites.map(countFile) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function countFile(suite) {
  const statuses = storiesOf(suite).flatMap(({ tests }) => tests.map(({ status }) => status))
  const count = (wanted) => statuses.filter((status) => status === wanted).length
  return {
    file: `e2e/${suite.file}`,
    passed: count('expected'),
    failed: count('unexpected'),
    skipped: count('skipped'),
  }
}

const storiesOf = ({ specs = [], suites = [] }) => [...specs, ...suites.flatMap(storiesOf)]
