import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { livePid, processMark } from './lock.mjs'
import { postgresFolder } from './postgres-programs.mjs'

/** Living processes that were started with this data folder, as { pid, command }; PostgreSQL's are not among them. */
export function processesOf(dataDir) {
  const all = process.platform === 'linux' ? linuxProcesses() : otherProcesses()
  return all.filter(({ pid, text }) => text.includes(`DATA_DIR=${dataDir}`) && pid !== process.pid)
}

const linuxProcesses = () =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && processMark(name))
    .map((pid) => ({ pid: Number(pid), text: readProc(pid, 'environ'), command: readProc(pid, 'cmdline') }))

/** Other people's processes cannot be read, and one may end meanwhile: neither is of the data folder. */
function readProc(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

const otherProcesses = () =>
  spawnSync('ps', ['-A', '-E', '-ww', '-o', 'pid=,command='], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n')
    .map((line) => ({ pid: Number.parseInt(line, 10), text: line, command: line }))

/** The pid of the data folder's PostgreSQL, undefined when it does not run. */
export async function postgresPid(dataDir) {
  const file = join(await postgresFolder(dataDir), 'data/postmaster.pid')
  if (!existsSync(file)) return undefined
  const pid = readFileSync(file, 'utf8').split('\n')[0]
  return livePid(`${pid} ${processMark(Number(pid))}`)
}
