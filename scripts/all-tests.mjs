import { print, runChecks } from './checks.mjs'
import { ensureChromium } from './chromium.mjs'
import { during } from './progress.mjs'
import { runStories } from './stories.mjs'
import { runVitest } from './vitest.mjs'

const A_MINUTE_MS = 60_000

/** Runs the checks and every test there is, each part to its end. Returns the sums { passed, failed }. */
export async function runEverything() {
  const chromium = await ensureChromium()
  const env = { ...process.env, CHROMIUM_PATH: chromium }
  const results = await runChecks()
  const parts = {
    'local carrier': () => runVitest('carrier', { env }),
    database: () => runVitest('db', { env }),
    browser: () => runVitest('browser', { env }),
    processes: () => runVitest('process', { env }),
    stories: () => runStories(chromium),
  }
  for (const [name, part] of Object.entries(parts)) results.push(await runPart(name, part))
  const sum = (key) => results.reduce((total, result) => total + result[key], 0)
  return { passed: sum('passed'), failed: sum('failed') }
}

async function runPart(name, part) {
  const began = Date.now()
  const result = await during(name, part, A_MINUTE_MS).catch((error) => ({ passed: 0, failed: 1, output: error.stack }))
  print({ name, ...result, seconds: (Date.now() - began) / 1000 })
  return result
}
