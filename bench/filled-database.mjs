import pg from 'pg'
import { tsImport } from 'tsx/esm/api'
import { generateClient } from '../scripts/build.mjs'
import { makePlace, startSystem } from '../scripts/system.mjs'
import { fillCalls } from './fill-calls.mjs'

/** What a system needs to work on a database that is not its own. */
const SHARED = [
  'DATABASE_URL',
  'APP_DATABASE_URL',
  'JOBS_DATABASE_URL',
  'CONTEXT_KEY',
  'SECRETS_KEY',
  'NEXTAUTH_SECRET',
  'JWT_SECRET',
]

export const load = (path) => tsImport(`../lib/${path}`, import.meta.url)

/** Runs `work` on a database full of calls with { businesses, asOwner, startOnIt, dataDir }; removes all of it after. */
export async function onFilledDatabase({ calls, extra, say }, work) {
  await generateClient()
  const { startTestDatabase } = await load('db/test-database.ts')
  const database = await startTestDatabase()
  const place = await makePlace()
  const env = { ...place.env, ...Object.fromEntries(SHARED.map((name) => [name, process.env[name]])) }
  try {
    const businesses = await asOwner((owner) => fillCalls(owner, { calls, extra, say }))
    await work({ businesses, env, dataDir: place.dataDir, startOnIt: () => startSystem({ env }) })
  } finally {
    await place.remove()
    await database.stop()
  }
}

/** Works as the tables' owner. */
export async function asOwner(work) {
  const owner = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await owner.connect()
  try {
    return await work(owner)
  } finally {
    await owner.end()
  }
}
