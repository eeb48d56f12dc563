import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureBuild } from './build.mjs'
import { Child } from './child.mjs'
import { checkPortsFree } from './free-ports.mjs'
import { ensureInstalled } from './install.mjs'
import { takeLock } from './lock.mjs'
import { processEnvironments } from './process-env.mjs'
import { during, say } from './progress.mjs'
import { printReason, Refusal } from './refusal.mjs'
import { ROOT } from './repository.mjs'
import { run, tail } from './run.mjs'
import { screen } from './screen.mjs'
import { loadSecrets } from './secrets.mjs'
import { readSettings } from './settings.mjs'

const began = Date.now()
const stop = new AbortController()
const undo = []

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop.abort())
try {
  await start(parseArgs({ options: { dev: { type: 'boolean' }, 'reset-demo': { type: 'boolean' } } }).values)
  await stopped()
} catch (error) {
  const reason = stop.signal.aborted ? stop.signal.reason : error
  if (reason.name !== 'AbortError') {
    printReason(reason)
    process.exitCode = 1
  }
}
for (const step of undo.reverse()) await step()
process.exit()

/** Brings everything up in order; each step that leaves something behind says how to take it away again. */
async function start(options) {
  const settings = { ...readEnvironment(), dev: options.dev === true }
  mkdirSync(settings.dataDir, { recursive: true, mode: 0o700 })
  lockDataDir(settings.dataDir)
  await checkPortsFree(settings.ports, settings.vars)
  await ensureInstalled(stop.signal)
  const build = await ensureBuild(stop.signal)
  undo.push(build.release)
  const secrets = loadSecrets(settings.dataDir)
  const env = processEnvironments(settings, secrets, await startDatabase(settings))
  const host = ['0.0.0.0', '::'].includes(settings.vars.HOST) ? '127.0.0.1' : settings.vars.HOST
  const logs = join(settings.dataDir, 'logs')
  mkdirSync(logs, { recursive: true })
  const spawn = (name, port, args, childEnv) => {
    const child = new Child({
      name,
      args,
      env: childEnv,
      health: `http://${host.includes(':') ? `[${host}]` : host}:${settings.vars[port]}`,
      logPath: join(logs, `${name}.log`),
      onGiveUp: (reason) => stop.abort(reason),
    })
    undo.push(() => child.stop())
    return child
  }
  const isBuilt = (name) => existsSync(join(ROOT, build.dir, name))
  const bundle = (name) => ['--enable-source-maps', `${build.dir}/${name}.mjs`]
  if (isBuilt('migrate.mjs')) await oneShot('Bringing the database up to date', bundle('migrate'), env.owner)
  if (settings.demo && isBuilt('local-carrier.mjs')) {
    const carrier = spawn('local carrier', 'LOCAL_CARRIER_PORT', bundle('local-carrier'), env.carrier)
    await during('Starting the local carrier', () => carrier.ready(stop.signal))
    const seed = [...bundle('seed'), ...(options['reset-demo'] ? ['--reset'] : [])]
    if (isBuilt('seed.mjs')) await oneShot('Making the demo world', seed, env.owner)
  }
  const web = ['--import', './scripts/watch-parent.mjs', 'node_modules/next/dist/bin/next', 'start']
  const children = [
    isBuilt('web') &&
      spawn('web', 'PORT', [...web, '-H', settings.vars.HOST, '-p', settings.vars.PORT], {
        ...env.app,
        BUILD_DIR: `${build.dir}/web`,
      }),
    isBuilt('sidecar.mjs') && spawn('sidecar', 'WS_PORT', bundle('sidecar'), env.app),
    isBuilt('worker.mjs') && spawn('worker', 'WORKER_PORT', bundle('worker'), env.app),
  ].filter(Boolean)
  await during('Starting web, sidecar and worker', () => Promise.all(children.map((child) => child.ready(stop.signal))))
  say(screen(settings, logs, (Date.now() - began) / 1000))
}

function readEnvironment() {
  const file = join(ROOT, '.env')
  if (existsSync(file)) process.loadEnvFile(file)
  return readSettings(process.env)
}

function lockDataDir(dataDir) {
  const lock = takeLock(join(dataDir, 'launcher.lock'))
  if (lock.heldBy) throw new Refusal(`already running in DATA_DIR ${dataDir} as process ${lock.heldBy}`)
  undo.push(lock.release)
}

async function startDatabase({ vars, dataDir }) {
  if (vars.DATABASE_URL) return vars.DATABASE_URL
  const { startPostgres } = await import('./postgres.mjs')
  const postgres = await during('Starting PostgreSQL', () =>
    startPostgres({ dataDir, log: (line) => say(`  ${line}`) }),
  )
  undo.push(() => postgres.stop())
  stop.signal.throwIfAborted()
  return postgres.ownerUrl
}

async function oneShot(what, args, env) {
  const { code, all } = await during(what, () => run(process.execPath, args, { env, signal: stop.signal }))
  if (code === 0) return
  const line = all.split('\n').find((each) => each.startsWith('offhook: '))
  throw new Refusal(line ? line.slice('offhook: '.length) : `${what} failed:\n${tail(all)}`)
}

const stopped = () =>
  new Promise((_resolve, reject) => {
    stop.signal.addEventListener('abort', () => reject(stop.signal.reason))
  })
