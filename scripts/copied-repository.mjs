import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { ROOT } from './repository.mjs'

/**
 * A copy of the repository with its packages, for tests that change files or run as somebody else: { home, copy, remove },
 * the copy inside the folder `home`. buildDir, relative to the repository, is copied with it.
 */
export function copyRepository(buildDir) {
  const home = mkdtempSync(join(tmpdir(), 'offhook-home-'))
  const copy = join(home, 'offhook')
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  const listed = stdout.toString().split('\0').filter(Boolean)
  for (const path of listed.filter((each) => existsSync(join(ROOT, each)))) {
    mkdirSync(dirname(join(copy, path)), { recursive: true })
    cpSync(join(ROOT, path), join(copy, path))
  }
  if (buildDir) cpSync(join(ROOT, buildDir), join(copy, buildDir), { recursive: true })
  linkPackages(copy)
  return { home, copy, remove: () => rmSync(home, { recursive: true }) }
}

/** Hard links cost no space; where the temporary folder is on another disk it has to be a real copy. */
function linkPackages(copy) {
  const from = join(ROOT, 'node_modules')
  if (spawnSync('cp', ['-al', from, copy]).status === 0) return
  rmSync(join(copy, 'node_modules'), { recursive: true, force: true })
  const { status, stderr } = spawnSync('cp', ['-a', from, copy])
  if (status !== 0) throw new Error(`node_modules could not be copied: ${stderr}`)
}
