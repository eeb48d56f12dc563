import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { MigrationError } from './migration-error.ts'

// The table Prisma keeps, column for column, so that `prisma migrate deploy` goes on where we stopped and the other way round.
const HISTORY = `create table if not exists _prisma_migrations (
  id varchar(36) primary key, checksum varchar(64) not null, finished_at timestamptz, migration_name varchar(255) not null,
  logs text, rolled_back_at timestamptz, started_at timestamptz not null default now(), applied_steps_count integer not null default 0
)`

/** Applies each migration of the folder that the database has not had, in order of name. A changed one is refused. */
export async function applyMigrations(owner: pg.Client, folder: string): Promise<void> {
  await owner.query(HISTORY)
  const { rows } = await owner.query<{ name: string; checksum: string; finished: boolean }>(
    `select migration_name as name, checksum, finished_at is not null as finished
     from _prisma_migrations where rolled_back_at is null`,
  )
  const entries = await readdir(folder, { withFileTypes: true })
  for (const name of entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()) {
    const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8')
    const checksum = createHash('sha256').update(sql).digest('hex')
    const known = rows.find((row) => row.name === name)
    if (!known) await apply(owner, name, sql, checksum)
    else if (!known.finished) throw new MigrationError(`migration ${name} failed half way before; restore the database`)
    else if (known.checksum !== checksum) {
      throw new MigrationError(`migration ${name} was changed after it was applied; write a new one instead`)
    }
  }
}

/** One simple query in one transaction: a statement list with function bodies needs no parser, and fails as a whole. */
async function apply(owner: pg.Client, name: string, sql: string, checksum: string): Promise<void> {
  await owner.query('begin')
  try {
    await owner.query(`set local lock_timeout = '2s'`)
    await owner.query(sql)
    await owner.query(
      `insert into _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
       values ($1, $2, clock_timestamp(), $3, 1)`,
      [randomUUID(), checksum, name],
    )
    await owner.query('commit')
  } catch (cause) {
    await owner.query('rollback')
    throw new MigrationError(`migration ${name} failed: ${(cause as Error).message}`, { cause })
  }
}
