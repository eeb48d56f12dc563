import pg from 'pg'
import { MigrationError } from './migration-error.ts'

const REFUSED_LOGINS = ['28P01', '28000']

/** Makes a role that can log in by its URL. A role that already can is left alone, so an owner without CREATEROLE will do then. */
export async function ensureRole(owner: pg.Client, role: string, variable: string, url: string): Promise<void> {
  const exists = await checkRole(owner, role)
  if (exists && (await logsIn(role, variable, url))) return
  const password = pg.escapeLiteral(decodeURIComponent(new URL(url).password))
  try {
    await owner.query(`${exists ? 'alter' : 'create'} role ${role} login password ${password}`)
  } catch (cause) {
    const way = `or make ${role} yourself and set ${variable}`
    throw new MigrationError(`DATABASE_URL's role may not make ${role}: give it CREATEROLE, ${way}`, { cause })
  }
  if (!(await logsIn(role, variable, url))) throw new MigrationError(`${variable} must name the role ${role}`)
}

/** True when the role exists; row-level security means nothing to a superuser, so such a role is refused. */
async function checkRole(owner: pg.Client, role: string): Promise<boolean> {
  const { rows } = await owner.query<{ free: boolean }>(
    'select rolsuper or rolbypassrls as free from pg_roles where rolname = $1',
    [role],
  )
  if (rows[0]?.free) throw new MigrationError(`the role ${role} must be neither SUPERUSER nor BYPASSRLS`)
  return rows.length > 0
}

/** Ends a statement of this role after 15 s and a transaction it leaves idle after 10 s; a role may say so of itself. */
export async function limitRole(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    await client.query(`alter role current_user set statement_timeout = '15s'`)
    await client.query(`alter role current_user set idle_in_transaction_session_timeout = '10s'`)
  } finally {
    await client.end()
  }
}

async function logsIn(role: string, variable: string, url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query<{ role: string }>('select current_user as role')
    if (rows[0]!.role !== role) throw new MigrationError(`${variable} must name the role ${role}, not ${rows[0]!.role}`)
    return true
  } catch (error) {
    if (error instanceof pg.DatabaseError && REFUSED_LOGINS.includes(error.code ?? '')) return false
    throw error
  } finally {
    await client.end()
  }
}
