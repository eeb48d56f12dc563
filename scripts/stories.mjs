import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run } from './run.mjs'
import { makePlace, startSystem } from './system.mjs'

/** Where Playwright begins to tell what failed, after a line for every story. */
const FIRST_FAILURE = /^ {2}1\) /m

/** Starts a whole system of its own and tells it the user stories in Chromium. Returns counts and output. */
export async function runStories(chromium, onLine) {
  const place = await makePlace()
  const system = startSystem(place)
  try {
    await system.ready
    return await runPlaywright(storyEnvironment(place.env, chromium), onLine)
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

async function runPlaywright(env, onLine) {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-stories-'))
  const report = join(folder, 'report.json')
  try {
    const args = ['node_modules/@playwright/test/cli.js', 'test']
    const { code, all } = await run(process.execPath, args, { env: { ...env, E2E_REPORT: report }, onLine })
    const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(report, 'utf8')).stats
    // An error outside every story, such as a file that cannot be loaded, fails the run too.
    const failed = Math.max(unexpected, code === 0 ? 0 : 1)
    const output = all.slice(Math.max(0, all.search(FIRST_FAILURE)))
    return { passed: expected + flaky, failed, skipped, output, unsteady: flaky > 0 ? output : '' }
  } finally {
    rmSync(folder, { recursive: true })
  }
}
