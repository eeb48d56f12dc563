import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { bundleOptions, copyCarrierPage } from './bundle.mjs'
import { livePid, myMark, takeLock } from './lock.mjs'
import { during } from './progress.mjs'
import { printReason, Refusal } from './refusal.mjs'
import { ROOT } from './repository.mjs'
import { run, tail } from './run.mjs'
import { sourcesKey } from './sources.mjs'

const BUILDS = '.build'
const USED_BY = 'used-by-'

/**
 * Makes the build of the present sources if there is none and marks it as used by this process.
 * Returns { dir, release }; dir is relative to the repository. A finished build is never written again.
 */
export async function ensureBuild(signal) {
  mkdirSync(join(ROOT, BUILDS), { recursive: true })
  const lock = await waitForLock(signal)
  try {
    const key = sourcesKey()
    const dir = `${BUILDS}/${key}`
    if (!existsSync(join(ROOT, dir, 'done'))) await build(dir, signal)
    // Sources that changed meanwhile are in it by chance: it serves this once and is made anew when its key comes back.
    if (sourcesKey() === key) writeFileSync(join(ROOT, dir, 'done'), '')
    const mark = join(ROOT, dir, `${USED_BY}${process.pid}`)
    writeFileSync(mark, myMark())
    removeUnused(key)
    return { dir, release: () => rmSync(mark, { force: true }) }
  } finally {
    lock.release()
  }
}

async function waitForLock(signal) {
  const path = join(ROOT, BUILDS, 'lock')
  const first = takeLock(path)
  if (first.release) return first
  return during(`Waiting for the build of process ${first.heldBy}`, async () => {
    for (;;) {
      await wait(200, undefined, { signal })
      const lock = takeLock(path)
      if (lock.release) return lock
    }
  })
}

async function build(dir, signal) {
  const full = join(ROOT, dir)
  rmSync(full, { recursive: true, force: true })
  mkdirSync(full, { recursive: true })
  await during('Building the database client', () => generateClient(signal))
  await during('Building sidecar, worker and stand-ins', () => bundle(full))
  await during('Building the web app', () => buildWeb(dir, signal))
}

/** Writes lib/db/generated from the schema. Prisma only looks whether its engine's file exists, so that nothing is downloaded. */
export async function generateClient(signal) {
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' }
  await runStep('prisma generate', ['node_modules/prisma/build/index.js', 'generate'], env, signal)
}

async function bundle(dir) {
  const { build } = await import('esbuild')
  try {
    await build(bundleOptions(dir))
  } catch (error) {
    throw new Refusal(`esbuild failed:\n${error.message}`)
  }
  await copyCarrierPage(dir)
}

async function buildWeb(dir, signal) {
  writeTypesConfig()
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', BUILD_DIR: `${dir}/web` }
  await runStep('next build', ['node_modules/next/dist/bin/next', 'build'], env, signal)
}

/** Next writes the folder of each build into its tsconfig: it gets one of its own. */
export function writeTypesConfig() {
  mkdirSync(join(ROOT, BUILDS), { recursive: true })
  writeFileSync(join(ROOT, BUILDS, 'tsconfig.json'), '{ "extends": "../tsconfig.json" }\n')
}

async function runStep(name, args, env, signal) {
  const { code, all } = await run(process.execPath, args, { env, signal })
  if (code !== 0) throw new Refusal(`${name} failed:\n${tail(all, 40)}`)
}

/** Old builds stay while a process runs on them. */
function removeUnused(current) {
  for (const name of readdirSync(join(ROOT, BUILDS))) {
    if (/^[0-9a-f]{12}$/.test(name) && name !== current && !isUsed(join(ROOT, BUILDS, name))) {
      rmSync(join(ROOT, BUILDS, name), { recursive: true, force: true })
    }
  }
}

const isUsed = (dir) =>
  readdirSync(dir).some((file) => file.startsWith(USED_BY) && livePid(readFileSync(join(dir, file), 'utf8')))

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  try {
    const { dir, release } = await ensureBuild()
    release()
    process.stdout.write(`${dir}\n`)
  } catch (error) {
    printReason(error)
    process.exitCode = 1
  }
}
