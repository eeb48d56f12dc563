import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBuild } from './build.mjs'
import { processesOf } from './processes-of.mjs'
import { ROOT } from './repository.mjs'
import { makePlace, startSystem } from './system.mjs'

const NOBODY = { uid: 65534, gid: 65534 }
const isRoot = process.getuid() === 0
let home
let copy

/** A copy of the repository with its packages and its build, inside a folder that only its owner can enter. */
beforeAll(async () => {
  const build = await ensureBuild()
  home = mkdtempSync(join(tmpdir(), 'offhook-home-'))
  copy = join(home, 'offhook')
  mkdirSync(copy)
  const { stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: ROOT })
  for (const path of stdout.toString().split('\0').filter(Boolean)) {
    if (lstatSync(join(ROOT, path), { throwIfNoEntry: false })) copyFile(path)
  }
  cpSync(join(ROOT, build.dir), join(copy, build.dir), { recursive: true })
  linkPackages()
  build.release()
}, 120_000)
afterAll(() => rmSync(home, { recursive: true }))

function copyFile(path) {
  mkdirSync(dirname(join(copy, path)), { recursive: true })
  cpSync(join(ROOT, path), join(copy, path))
}

/** Hard links cost no space; where the temporary folder is on another disk it has to be a real copy. */
function linkPackages() {
  const from = join(ROOT, 'node_modules')
  if (spawnSync('cp', ['-al', from, copy]).status === 0) return
  rmSync(join(copy, 'node_modules'), { recursive: true, force: true })
  expect(spawnSync('cp', ['-a', from, copy]).status).toBe(0)
}

/** Gives everything but the packages, whose links are the repository's own files, to a user. */
function giveTo({ uid, gid }, path = home) {
  chownSync(path, uid, gid)
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path).filter((each) => each !== 'node_modules')) giveTo({ uid, gid }, join(path, name))
}

async function expectStart(user, placeOptions) {
  chmodSync(home, 0o700)
  const place = await makePlace({ parent: home, ...placeOptions })
  if (user.uid !== undefined) giveTo(user)
  const env = { ...place.env, HOME: home, USER: 'offhook' }
  const system = startSystem({ env, cwd: copy, user })
  try {
    await system.ready
    expect(system.said.stdout).not.toContain('Building')
    expect(await system.stop()).toBe(0)
    expect(system.said.stderr).toBe('')
    expect(processesOf(place.dataDir)).toEqual([])
  } finally {
    await system.stop()
    await place.remove()
  }
}

test.skipIf(isRoot)('an ordinary user, in a folder only that user can enter', () => expectStart({}))

// Only root can become somebody else.
test.runIf(isRoot)('an ordinary user, started by root, in a folder only that user can enter', () =>
  expectStart(NOBODY, { owner: 'nobody' }),
)

test.runIf(isRoot)('root, in a folder only root can enter', () => {
  giveTo({ uid: 0, gid: 0 })
  return expectStart({})
})
