import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { during } from './progress.mjs'
import { Refusal } from './refusal.mjs'
import { run, tail } from './run.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const MAC = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js'

/** The path of a Chromium that runs here, installing one if there is none. Throws a Refusal that says which command does it. */
export async function ensureChromium() {
  if (process.env.CHROMIUM_PATH) return checkGiven(process.env.CHROMIUM_PATH)
  return (await findChromium()) ?? (await during('Installing Chromium', install))
}

async function checkGiven(path) {
  if (await runs(path)) return path
  throw new Refusal(`CHROMIUM_PATH is no Chromium that runs here: ${path}`)
}

async function findChromium() {
  const { chromium } = await import('@playwright/test')
  const system = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)))
  for (const path of [chromium.executablePath(), ...system, ...MAC]) {
    if (existsSync(path) && (await runs(path))) return path
  }
}

/** A downloaded browser may be there and lack the system's libraries. */
async function runs(path) {
  const { code } = await run(path, ['--version']).catch(() => ({ code: 1 }))
  return code === 0
}

/** Playwright's own browser first; Debian's packages where that cannot be had and we are root. */
async function install() {
  const isRoot = process.getuid?.() === 0
  const attempts = [[process.execPath, [PLAYWRIGHT, 'install', ...(isRoot ? ['--with-deps'] : []), 'chromium']]]
  if (isRoot) attempts.push(['sh', ['-c', 'apt-get update && apt-get install -y --no-install-recommends chromium']])
  let said = ''
  for (const [command, args] of attempts) {
    const { all } = await run(command, args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    const found = await findChromium()
    if (found) return found
    said = all
  }
  throw new Refusal(
    `no Chromium was found, and none could be installed. Run: sudo apt-get install chromium\n${tail(said, 5)}`,
  )
}
