import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePorts } from './free-ports.mjs'
import { postgresFolder } from './postgres-programs.mjs'
import { ROOT } from './repository.mjs'

const PORT_NAMES = ['PORT', 'WS_PORT', 'WORKER_PORT', 'LOCAL_CARRIER_PORT', 'LOCAL_ASSISTANT_PORT']
/** Ours alone: nothing of the caller's environment decides what a test sees. */
const OWN = /^(PATH|HOME|USER|LANG|LC_|TMPDIR|NODE_EXTRA_CA_CERTS|npm_config_)/

/** A place for one whole system beside any other: its own ports and data folder, removed by `remove`. */
export async function makePlace({ parent = tmpdir(), owner } = {}) {
  const dataDir = mkdtempSync(join(parent, 'offhook-data-'))
  const ports = await findFreePorts(PORT_NAMES.length)
  const inherited = Object.entries(process.env).filter(([name]) => OWN.test(name))
  const env = {
    ...Object.fromEntries(inherited),
    ...Object.fromEntries(PORT_NAMES.map((name, index) => [name, String(ports[index])])),
    LOCAL_MEDIA_PORTS: '42000-42199',
    DATA_DIR: dataDir,
    ENV_FILE: join(dataDir, 'no.env'),
  }
  const remove = async () => {
    if (!owner) rmSync(await postgresFolder(dataDir), { recursive: true, force: true })
    rmSync(dataDir, { recursive: true, force: true })
  }
  return { dataDir, env, remove }
}

/** Runs the launcher. `ready` resolves at its screen and rejects when it ends first; `ended` resolves with its exit code. */
export function startSystem({ env, args = [], cwd = ROOT, user = {} }) {
  const script = ['--import', './scripts/watch-parent.mjs', 'scripts/start.mjs', ...args]
  const withParent = { ...env, OFFHOOK_PARENT_PID: String(process.pid) }
  const child = spawn(process.execPath, script, { cwd, env: withParent, ...user, stdio: ['pipe', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  const ended = new Promise((resolve) => child.on('close', (code, signal) => resolve(code ?? signal)))
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said.stderr += text
  })
  const ready = new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said.stdout += text
      if (said.stdout.includes('Offhook is ready')) resolve()
    })
    ended.then((code) => reject(new Error(`The launcher ended with ${code}\n${said.stdout}${said.stderr}`)))
  })
  // Who only waits for the end must not fail on it.
  ready.catch(() => {})
  const stop = (signal = 'SIGTERM') => {
    child.kill(signal)
    return ended
  }
  return { pid: child.pid, said, ready, ended, stop }
}
