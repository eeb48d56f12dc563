import { chmodSync, chownSync, lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ensureBuild } from './build.mjs'
import { copyRepository } from './copied-repository.mjs'
import { processesOf } from './processes-of.mjs'
import { makePlace, startSystem } from './system.mjs'

const NOBODY = { uid: 65534, gid: 65534 }
const ROOT_USER = { uid: 0, gid: 0 }
const isRoot = process.getuid() === 0
let repository
beforeAll(async () => {
  const build = await ensureBuild()
  repository = copyRepository(build.dir)
  build.release()
})
afterAll(() => repository.remove())

/** Gives everything but the packages, whose links are the repository's own files, to a user. */
function give({ uid, gid }, path) {
  chownSync(path, uid, gid)
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path).filter((each) => each !== 'node_modules')) give({ uid, gid }, join(path, name))
}

/** Starts the copy as a user of the machine, inside a folder that only this user can enter. */
async function expectStart(user, owner) {
  const { home, copy } = repository
  chmodSync(home, 0o700)
  const place = await makePlace({ parent: home, owner })
  if (isRoot) give(user, home)
  const system = startSystem({ env: { ...place.env, HOME: home, USER: 'offhook' }, cwd: copy, user })
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

test.runIf(isRoot)('root, in a folder only root can enter', () => expectStart(ROOT_USER))

// Only root can become somebody else; an ordinary user stands for itself.
test('an ordinary user, in a folder only that user can enter', () =>
  isRoot ? expectStart(NOBODY, 'nobody') : expectStart({}))
