import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { Child } from './child.mjs'
import { say } from './progress.mjs'

/** Garbage is collected early: jobs make much of it and have time. V8 alone lets a hundred megabytes gather first. */
const SMALL = ['--optimize-for-size']
const NEXT = 'node_modules/next/dist/bin/next'

/** A sidecar's garbage is young and much: a small place for it is collected often and quickly, and costs a third less memory. */
export const SIDECAR_FLAGS = ['--max-semi-space-size=2']

/** The supervised processes of one start: which program, environment and port each has. They end with the lifetime. */
export function makeProcesses(settings, dir, env, lifetime) {
  const { vars } = settings
  const logs = join(settings.dataDir, 'logs')
  mkdirSync(logs, { recursive: true })
  const bundle = (name) => ['--enable-source-maps', `${dir}/${name}.mjs`]
  const table = {
    web: { port: vars.PORT, args: webArgs(settings), env: { ...env.app, BUILD_DIR: `${dir}/web` } },
    sidecar: { port: vars.WS_PORT, args: [...SIDECAR_FLAGS, ...bundle('sidecar')], env: env.app },
    worker: { port: vars.WORKER_PORT, args: [...SMALL, ...bundle('worker')], env: env.app },
    'local-carrier': { port: vars.LOCAL_CARRIER_PORT, args: bundle('local-carrier'), env: env.carrier },
    'local-assistant': { port: vars.LOCAL_ASSISTANT_PORT, args: bundle('local-assistant'), env: env.assistant },
  }
  const running = new Map()
  lifetime.atEnd(() => Promise.all([...running.values()].map((child) => child.stop())))

  const spawn = (name) => {
    const { port, ...program } = table[name]
    const onGiveUp = (reason) => lifetime.stop(reason)
    const health = `http://${probeHost(vars.HOST)}:${port}`
    const child = new Child({ name, ...program, health, logPath: join(logs, `${name}.log`), onGiveUp })
    running.set(name, child)
    return child
  }
  return {
    logs,
    bundle,
    start: (names) => Promise.all(names.map((name) => spawn(name).ready(lifetime.signal))),
    /** For changed code: a running process starts anew; migrations and seeds wait for the next start. */
    async restart(name) {
      if (!running.has(name)) return
      say(`  ${name} has new code`)
      await running.get(name).restart()
    },
  }
}

const webArgs = ({ vars, dev }) => [
  '--import',
  './scripts/watch-parent.mjs',
  NEXT,
  dev ? 'dev' : 'start',
  '-H',
  vars.HOST,
  '-p',
  vars.PORT,
]

function probeHost(host) {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
