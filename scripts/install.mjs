import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { during } from './progress.mjs'
import { Refusal } from './refusal.mjs'
import { ROOT } from './repository.mjs'
import { run, tail } from './run.mjs'

/** Runs `npm ci` when node_modules is missing or is not what package-lock.json says. */
export async function ensureInstalled(signal) {
  if (isInstalled(ROOT)) return
  const env = { ...process.env }
  // NODE_ENV=production would leave out the compiler, and with it the build.
  delete env.NODE_ENV
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const { code, all } = await during('Installing packages (npm ci)', () =>
    run(npm, ['ci', '--include=dev'], { env, signal }),
  )
  if (code !== 0) throw new Refusal(`npm ci failed:\n${tail(all)}`)
}

/** True when npm's own record of the last install holds every package of the lock file in the same version. */
export function isInstalled(root) {
  const record = join(root, 'node_modules/.package-lock.json')
  if (!existsSync(record)) return false
  const installed = JSON.parse(readFileSync(record, 'utf8')).packages
  const { '': _root, ...wanted } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  // Optional packages of other platforms are in the lock file only.
  const missing = Object.entries(wanted).some(([path, entry]) =>
    installed[path] ? !isSame(installed[path], entry) : !entry.optional,
  )
  return !missing && Object.keys(installed).every((path) => wanted[path])
}

const isSame = (a, b) => a.version === b.version && a.integrity === b.integrity
