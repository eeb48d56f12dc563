import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copyRepository } from './copied-repository.mjs'
import { processesOf } from './processes-of.mjs'
import { makePlace, startSystem } from './system.mjs'

let repository
let place
beforeAll(async () => {
  repository = copyRepository()
  place = await makePlace()
})
afterAll(async () => {
  await place.remove()
  repository.remove()
})

const workerPid = () => processesOf(place.dataDir).find(({ command }) => command.includes('worker.mjs'))?.pid

test('npm run dev serves the pages and gives a process its changed code', async () => {
  const system = startSystem({ ...place, args: ['--dev'], cwd: repository.copy })
  try {
    await system.ready
    const page = await fetch(`http://localhost:${place.env.PORT}/sign-in`)
    expect(page.status).toBe(200)
    const before = workerPid()
    appendFileSync(join(repository.copy, 'worker/tasks.ts'), '\nexport const changed = true\n')
    await expect.poll(workerPid, { timeout: 30_000 }).toSatisfy((pid) => pid !== undefined && pid !== before)
    expect(system.said.stdout).toContain('worker has new code')
  } finally {
    await system.stop()
  }
  expect(processesOf(place.dataDir)).toEqual([])
})
