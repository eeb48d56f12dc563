import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePlace, startSystem } from './system.mjs'

const OWN_BUSINESS = '01890000-0000-7000-8000-000000000001'
let place
beforeAll(async () => {
  place = await makePlace()
})
afterAll(() => place.remove())

test('--reset-demo makes the demo businesses anew and touches no other', async () => {
  const first = startSystem(place)
  await first.ready
  const before = await businesses(async (client) => {
    await client.query(
      `insert into businesses (id, name, time_zone, country)
       values ($1, 'Somebody''s own', 'Europe/London', 'GB')`,
      [OWN_BUSINESS],
    )
  })
  await first.stop()
  const again = startSystem(place)
  await again.ready
  expect(await businesses()).toEqual(before)
  await again.stop()
  const reset = startSystem({ ...place, args: ['--reset-demo'] })
  await reset.ready
  const after = await businesses()
  await reset.stop()
  expect(after.map(({ name }) => name)).toEqual(before.map(({ name }) => name))
  for (const { id, name } of after)
    expect(
      before.some((old) => old.id === id),
      name,
    ).toBe(id === OWN_BUSINESS)
})

/** All businesses as PostgreSQL's superuser sees them, whom no policy holds. */
async function businesses(change = async () => {}) {
  const { port, superPassword } = JSON.parse(readFileSync(join(place.dataDir, 'postgres.json'), 'utf8'))
  const client = new pg.Client({ connectionString: `postgresql://postgres:${superPassword}@127.0.0.1:${port}/offhook` })
  await client.connect()
  try {
    await change(client)
    return (await client.query('select id, name from businesses order by name')).rows
  } finally {
    await client.end()
  }
}
