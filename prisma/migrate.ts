import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { z } from 'zod'
import { applyMigrations } from './apply-migrations.ts'
import { MigrationError } from './migration-error.ts'
import { installQueue } from './queue-schema.ts'
import { ensureRole, limitRole } from './roles.ts'
import { writeContextKey } from './write-context-key.ts'

const url = z.url({ protocol: /^postgres(ql)?$/, error: 'must be a postgresql:// URL' })
const Settings = z.object({
  DATABASE_URL: url,
  APP_DATABASE_URL: url,
  JOBS_DATABASE_URL: url,
  CONTEXT_KEY: z.string().regex(/^[0-9a-f]{64}$/, 'must be 32 bytes in hex'),
})

/** Brings roles, tables, policies, context key and job queue up to date; any number of processes may run it at once. */
export async function migrate(variables: Record<string, string | undefined>): Promise<void> {
  const settings = parseSettings(variables)
  const owner = new pg.Client({ connectionString: settings.DATABASE_URL, connectionTimeoutMillis: 10_000 })
  try {
    await connect(owner)
    await owner.query(`select pg_advisory_lock(hashtext('offhook migrations'))`)
    await ensureRole(owner, 'offhook_app', 'APP_DATABASE_URL', settings.APP_DATABASE_URL)
    await limitRole(settings.APP_DATABASE_URL)
    await ensureRole(owner, 'offhook_jobs', 'JOBS_DATABASE_URL', settings.JOBS_DATABASE_URL)
    await applyMigrations(owner, 'prisma/migrations')
    await writeContextKey(owner, settings.CONTEXT_KEY)
    await installQueue(owner, settings.JOBS_DATABASE_URL)
  } finally {
    await owner.end()
  }
}

function parseSettings(variables: Record<string, string | undefined>) {
  const result = Settings.safeParse(variables)
  if (result.success) return result.data
  const [name] = result.error.issues[0]!.path
  throw new MigrationError(
    `${String(name)} ${variables[String(name)] ? result.error.issues[0]!.message : 'is not set'}`,
  )
}

async function connect(owner: pg.Client): Promise<void> {
  try {
    await owner.connect()
  } catch (cause) {
    throw new MigrationError(`DATABASE_URL cannot be used: ${reasonOf(cause)}`, { cause })
  }
  const { rows } = await owner.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  )
  if (rows[0]!.version < 150000) throw new MigrationError('DATABASE_URL must lead to PostgreSQL 15 or newer')
}

/** A refused connection to localhost is an AggregateError, whose message is empty. */
const reasonOf = (error: unknown) => {
  const first = error instanceof AggregateError ? error.errors[0] : error
  return first instanceof Error ? first.message : String(first)
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  await migrate(process.env).catch((error: unknown) => {
    const text = error instanceof MigrationError ? error.message : `migration failed: ${reasonOf(error)}`
    process.stderr.write(`offhook: ${text.replaceAll('\n', ' ')}\n`)
    process.exitCode = 1
  })
}
