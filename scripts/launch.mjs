import { existsSync, mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ensureBuild } from './build.mjs'
import { checkPortsFree } from './free-ports.mjs'
import { ensureInstalled } from './install.mjs'
import { takeLock } from './lock.mjs'
import { processEnvironments } from './process-env.mjs'
import { makeProcesses } from './processes.mjs'
import { during, say } from './progress.mjs'
import { Refusal } from './refusal.mjs'
import { ROOT } from './repository.mjs'
import { run, tail } from './run.mjs'
import { screen } from './screen.mjs'
import { loadSecrets } from './secrets.mjs'
import { readSettings } from './settings.mjs'

const OLDEST_NODE = [20, 19]

/** Brings everything up in order and prints the screen. Each step leaves its end in `lifetime`. Throws a Refusal. */
export async function launch(options, lifetime) {
  const began = Date.now()
  checkNode()
  const settings = { ...readEnvironment(), ...options }
  if (options.resetDemo && !settings.demo)
    throw new Refusal('--reset-demo cannot be used when TWILIO_ACCOUNT_SID is set')
  prepareDataDir(settings.dataDir, lifetime)
  await checkPortsFree(settings.ports, settings.vars)
  await ensureInstalled(lifetime.signal)
  const build = await makeBuild(options, lifetime)
  const ownerUrl = await startDatabase(settings, lifetime)
  const env = processEnvironments(settings, loadSecrets(settings.dataDir), ownerUrl)
  const processes = makeProcesses(settings, build.dir, env, lifetime)
  build.onChange = processes.restart
  await oneShot('Bringing the database up to date', processes.bundle('migrate'), env.owner, lifetime)
  await Promise.all([
    during('Starting web, sidecar and worker', () => processes.start(['web', 'sidecar', 'worker'])),
    makeWorld(settings, processes, env.owner, lifetime),
  ])
  say(screen(settings, processes.logs, (Date.now() - began) / 1000))
}

/** The demo world, or the carrier account of the settings. The stand-ins keep nothing: the carrier is told its numbers anew. */
async function makeWorld(settings, processes, env, lifetime) {
  if (settings.demo) {
    await during('Starting local carrier and assistant', () => processes.start(['local-carrier', 'local-assistant']))
  }
  const seed = [...processes.bundle('seed'), ...(settings.resetDemo ? ['--reset'] : [])]
  await oneShot(settings.demo ? 'Making the demo world' : 'Storing the carrier account', seed, env, lifetime)
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return
  throw new Refusal(`Node ${process.versions.node} is too old, it must be ${OLDEST_NODE.join('.')} or newer`)
}

/** The real environment wins over .env, or over the file that ENV_FILE names instead. */
function readEnvironment() {
  const file = resolve(ROOT, process.env.ENV_FILE || '.env')
  if (existsSync(file)) process.loadEnvFile(file)
  return readSettings(process.env)
}

function prepareDataDir(dataDir, lifetime) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const lock = takeLock(join(dataDir, 'launcher.lock'))
  if (lock.heldBy) throw new Refusal(`already running with DATA_DIR ${dataDir}, as process ${lock.heldBy}`)
  lifetime.atEnd(lock.release)
}

async function makeBuild({ dev }, lifetime) {
  if (!dev) {
    const build = await ensureBuild(lifetime.signal)
    lifetime.atEnd(build.release)
    return build
  }
  const { watchBuild } = await import('./dev-build.mjs')
  const build = await watchBuild(lifetime.signal)
  lifetime.atEnd(build.stop)
  return build
}

async function startDatabase({ vars, dataDir }, lifetime) {
  if (vars.DATABASE_URL) return vars.DATABASE_URL
  const { keepPostgres } = await import('./keep-postgres.mjs')
  return keepPostgres(dataDir, lifetime)
}

async function oneShot(what, args, env, { signal }) {
  const { code, all } = await during(what, () => run(process.execPath, args, { env, signal }))
  if (code === 0) return
  const [, line] = all.match(/^offhook: (.+)$/m) ?? []
  throw new Refusal(line ?? `${what} failed:\n${tail(all)}`)
}
