import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePlace, startSystem } from './system.mjs'

let place
beforeAll(async () => {
  place = await makePlace()
})
afterAll(() => place.remove())

/** Starts the system, looks at the businesses after `change`, and stops it. */
async function startAndLook({ args, change } = {}) {
  const system = startSystem({ ...place, args })
  await system.ready
  try {
    return await businesses(change)
  } finally {
    await system.stop()
  }
}

test('--reset-demo makes the demo businesses anew and touches no other; a plain start changes nothing', async () => {
  const change = async (client) => {
    await client.query("update businesses set name = 'Renamed' where name = 'Larkfield Heating'")
    await client.query(
      `insert into businesses (id, name, time_zone, country, updated_at)
       values ('01890000-0000-7000-8000-000000000001', 'Real Co', 'Europe/London', 'GB', now())`,
    )
  }
  expect(await startAndLook({ change })).toEqual(['Other Co', 'Real Co', 'Renamed'])
  expect(await startAndLook()).toEqual(['Other Co', 'Real Co', 'Renamed'])
  expect(await startAndLook({ args: ['--reset-demo'] })).toEqual(['Larkfield Heating', 'Other Co', 'Real Co'])
})

/** The names of all businesses as PostgreSQL's superuser sees them, whom no policy holds. */
async function businesses(change = async () => {}) {
  const { port, superPassword } = JSON.parse(readFileSync(join(place.dataDir, 'postgres.json'), 'utf8'))
  const client = new pg.Client({ connectionString: `postgresql://postgres:${superPassword}@127.0.0.1:${port}/offhook` })
  await client.connect()
  try {
    await change(client)
    return (await client.query('select name from businesses order by name')).rows.map(({ name }) => name)
  } finally {
    await client.end()
  }
}
