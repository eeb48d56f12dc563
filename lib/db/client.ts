import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { env } from '#lib/env.ts'
import { log } from '#lib/log.ts'
import { PrismaClient } from './generated/client.ts'

/** Kept also when nobody asks: who takes a call over waits for no new connection. */
const KEPT_CONNECTIONS = 2
const CONNECTIONS = 15 // web, sidecar and worker together stay below PostgreSQL's default of 100

/** A pool of connections. How long a statement may take is a setting of the role: a pooler in between passes no others on. */
function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    min: KEPT_CONNECTIONS,
    max: CONNECTIONS,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'offhook',
  })
  pool.on('error', (error) => log.warn('an idle database connection was lost', { error }))
  return pool
}

/** Prisma over a pool. Password hashes stay out of every row it reads; the app role may not select them either. */
function clientOver(pool: pg.Pool) {
  return new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    omit: { user: { passwordHash: true } },
    transactionOptions: { maxWait: 5_000, timeout: 15_000 },
  })
}

export type Database = ReturnType<typeof clientOver>

let opened: { pool: pg.Pool; database: Database } | undefined

function open() {
  if (opened) return opened
  const pool = openPool(env().APP_DATABASE_URL)
  opened = { pool, database: clientOver(pool) }
  return opened
}

/** The process's Prisma client as the app role, opened at its first use. Global tables only; all others go through withBusiness. */
export const database = (): Database => open().database

/** The pool below it, for single statements where Prisma's share of the time shows. */
export const pool = (): pg.Pool => open().pool

/** A client of its own on another role's URL, for seed and tests; the caller disconnects it. */
export function openDatabase(url: string): Database {
  return clientOver(openPool(url))
}

/** Ends all connections of the process; statements under way finish first. */
export async function closeDatabase(): Promise<void> {
  const closing = opened
  opened = undefined
  await closing?.database.$disconnect()
  if (closing && !closing.pool.ended) await closing.pool.end()
}
