import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { ensureBuild } from './build.mjs'
import { postgresPid, processesOf } from './processes-of.mjs'
import { makePlace, startSystem } from './system.mjs'

const HEALTH = {
  PORT: 'web',
  WS_PORT: 'sidecar',
  WORKER_PORT: 'worker',
  LOCAL_CARRIER_PORT: 'local-carrier',
  LOCAL_ASSISTANT_PORT: 'local-assistant',
}
const COMMANDS = {
  web: /next-server/,
  sidecar: /sidecar\.mjs/,
  worker: /worker\.mjs/,
  'local-carrier': /local-carrier\.mjs/,
  'local-assistant': /local-assistant\.mjs/,
}

let build
let place
beforeAll(async () => {
  build = await ensureBuild()
  place = await makePlace()
})
afterAll(async () => {
  await place.remove()
  build.release()
})

const isServing = async (variable) => {
  const answer = await fetch(`http://127.0.0.1:${place.env[variable]}/readyz`).catch(() => undefined)
  return answer?.status === 200
}
const pidOf = (name) => processesOf(place.dataDir).find(({ command }) => COMMANDS[name].test(command))?.pid

/** A system that is over when its test is, however that ends. */
function startForTest() {
  const system = startSystem(place)
  onTestFinished(() => system.stop())
  return system
}

/** Looks until the fact is there, at most for a minute. */
async function until(fact) {
  await expect.poll(fact, { timeout: 60_000, interval: 50 }).toBe(true)
}

async function expectNothingLeft() {
  expect(processesOf(place.dataDir)).toEqual([])
  expect(await postgresPid(place.dataDir)).toBeUndefined()
  expect(existsSync(join(place.dataDir, 'launcher.lock'))).toBe(false)
}

/** The longest time without a line, in milliseconds, until the system is ready. */
async function longestSilence(system) {
  let [last, longest, seen] = [Date.now(), 0, '']
  let isReady = false
  system.ready.then(() => {
    isReady = true
  })
  while (!isReady) {
    if (system.said.stdout !== seen) [last, seen] = [Date.now(), system.said.stdout]
    longest = Math.max(longest, Date.now() - last)
    await Promise.race([system.ready, pause(100)])
  }
  return longest
}

test('a first start serves everything, says so on one screen, and SIGTERM leaves no process and no lock', async () => {
  const system = startForTest()
  // Long work says every four seconds that it goes on, on a busy machine a little later.
  expect(await longestSilence(system)).toBeLessThan(10_000)
  for (const variable of Object.keys(HEALTH)) expect(await isServing(variable), variable).toBe(true)
  for (const word of [
    'owner@demo.test',
    'maria@demo.test',
    'admin@other.test',
    'offhook',
    place.env.PORT,
    'TWILIO_ACCOUNT_SID',
  ]) {
    expect(system.said.stdout).toContain(word)
  }
  expect(await system.stop()).toBe(0)
  expect(system.said.stderr).toBe('')
  await expectNothingLeft()
})

test('a second start builds nothing, says how long it took, and SIGINT ends it', async () => {
  const system = startForTest()
  await system.ready
  // On an idle machine it is under six seconds; a test machine is not idle.
  process.stdout.write(`second start: ${system.said.stdout.match(/Offhook is ready \(([\d.]+ s)/)[1]}\n`)
  expect(system.said.stdout).not.toContain('Building')
  expect(await system.stop('SIGINT')).toBe(0)
  await expectNothingLeft()
})

test('a signal in the middle of a start leaves nothing either', async () => {
  const system = startForTest()
  await until(() => system.said.stdout.includes('Bringing the database up to date'))
  expect(await system.stop()).toBe(0)
  await expectNothingLeft()
})

describe('what is killed comes back', () => {
  let system
  beforeAll(async () => {
    system = startSystem(place)
    await system.ready
  })
  afterAll(async () => {
    await system.stop()
    await expectNothingLeft()
  })

  test('a second start in the same folder says so in one line', async () => {
    const second = startForTest()
    expect(await second.ended).toBe(1)
    expect(second.said.stderr).toMatch(/^offhook: already running .*DATA_DIR.* process \d+\n$/)
  })

  test.each(Object.entries(HEALTH))('%s (%s) after kill -9', async (variable, name) => {
    const killed = pidOf(name)
    process.kill(killed, 'SIGKILL')
    await until(async () => pidOf(name) !== undefined && pidOf(name) !== killed && (await isServing(variable)))
    expect(system.said.stdout).toContain(`${name} ended (SIGKILL), starting it again in 1 s`)
  })

  test('PostgreSQL after kill -9', async () => {
    const killed = await postgresPid(place.dataDir)
    process.kill(killed, 'SIGKILL')
    await until(async () => ![undefined, killed].includes(await postgresPid(place.dataDir)))
    await until(
      async () => (await isServing('PORT')) && (await isServing('WORKER_PORT')) && (await isServing('WS_PORT')),
    )
  })

  test('the launcher: its processes end by themselves and the next start takes over', async () => {
    expect(await system.stop('SIGKILL')).toBe('SIGKILL')
    await until(() => processesOf(place.dataDir).length === 0)
    expect(await postgresPid(place.dataDir)).toBeDefined()
    system = startSystem(place)
    await system.ready
    for (const variable of Object.keys(HEALTH)) expect(await isServing(variable), variable).toBe(true)
  })
})

test('three deaths of a process within a minute stop everything', async () => {
  const system = startForTest()
  await system.ready
  for (let last; system.said.stderr === ''; ) {
    await until(() => system.said.stderr !== '' || ![undefined, last].includes(pidOf('sidecar')))
    last = pidOf('sidecar') ?? last
    if (system.said.stderr === '') process.kill(last, 'SIGKILL')
    await until(() => pidOf('sidecar') !== last)
  }
  expect(await system.ended).toBe(1)
  expect(system.said.stderr).toMatch(/^offhook: sidecar ended \(SIGKILL\): .*\n$/)
  await expectNothingLeft()
})
