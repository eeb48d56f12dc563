import { spawnSync } from 'node:child_process'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'

/** What tells a running process from a later one with the same pid: its start time. Undefined when it does not run. */
export function processMark(pid) {
  if (process.platform === 'linux') return linuxMark(pid)
  const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
  return stdout?.trim().replaceAll(' ', '_') || undefined
}

function linuxMark(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`)
  if (!stat) return undefined
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields[0] === 'Z' ? undefined : fields[19]
}

/** Text that names this process in a lock or pid file. */
export const myMark = () => `${process.pid} ${processMark(process.pid)}`

/** The pid in such a text when that very process still runs, else undefined. */
export function livePid(text) {
  const [pid, mark] = (text ?? '').trim().split(' ')
  return mark && processMark(Number(pid)) === mark ? Number(pid) : undefined
}

/** Takes the lock file and returns { release }, or { heldBy: pid } when a living process has it. A dead owner's lock is taken over. */
export function takeLock(path) {
  const mine = `${path}.${process.pid}`
  for (;;) {
    writeFileSync(mine, myMark())
    try {
      linkSync(mine, path)
      return { release: () => rmSync(path, { force: true }) }
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    } finally {
      rmSync(mine, { force: true })
    }
    const held = readIfThere(path)
    const heldBy = livePid(held)
    if (heldBy) return { heldBy }
    removeStale(path, mine, held)
  }
}

/** Moves the dead lock aside first: whoever took it over a moment ago gets it back. */
function removeStale(path, aside, stale) {
  try {
    renameSync(path, aside)
    if (readFileSync(aside, 'utf8') !== stale) linkSync(aside, path)
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return undefined
    throw error
  }
}
