import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'
import { MigrationError } from './migration-error.ts'

// The app role's only way in. Whoever may create in a schema on the search path could otherwise stand in for a name.
const ENQUEUE = `
  create or replace function graphile_worker.enqueue(task text, payload json, key text) returns void
  language sql security definer set search_path = pg_catalog, pg_temp as $$
    select graphile_worker.add_job(task, payload => payload, job_key => key)
  $$;
  revoke execute on all functions in schema graphile_worker from public;
  grant usage on schema graphile_worker to offhook_app;
  grant execute on function graphile_worker.enqueue(text, json, text) to offhook_app;`

/** Installs or updates the job queue as offhook_jobs, who owns it and nothing else. */
export async function installQueue(owner: pg.Client, jobsUrl: string): Promise<void> {
  const { rows } = await owner.query<{ missing: boolean }>(
    `select to_regnamespace('graphile_worker') is null as missing`,
  )
  if (rows[0]!.missing) await withCreate(owner, () => writeQueue(jobsUrl))
  else await writeQueue(jobsUrl)
}

/** offhook_jobs may create in the database for this moment only. */
async function withCreate(owner: pg.Client, work: () => Promise<void>): Promise<void> {
  const { rows } = await owner.query<{ name: string; allowed: boolean }>(
    `select current_database() as name, has_database_privilege(current_database(), 'CREATE WITH GRANT OPTION') as allowed`,
  )
  if (!rows[0]!.allowed)
    throw new MigrationError("DATABASE_URL's role must own the database, or have CREATE on it with grant option")
  const database = pg.escapeIdentifier(rows[0]!.name)
  await owner.query(`grant create on database ${database} to offhook_jobs`)
  try {
    await work()
  } finally {
    await owner.query(`revoke create on database ${database} from offhook_jobs`)
  }
}

async function writeQueue(jobsUrl: string): Promise<void> {
  await runMigrations({ connectionString: jobsUrl, logger: new Logger(() => () => {}) })
  const jobs = new pg.Client({ connectionString: jobsUrl })
  try {
    await jobs.connect()
    await jobs.query(ENQUEUE)
  } finally {
    await jobs.end()
  }
}
