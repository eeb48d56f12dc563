import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { applyMigrations } from '#prisma/apply-migrations.ts'
import { migrate } from '#prisma/migrate.ts'
import { startPostgres } from './postgres.mjs'
import { postgresFolder } from './postgres-programs.mjs'

const dataDir = mkdtempSync(join(tmpdir(), 'offhook-migrate-'))
let postgres
let superuser
let databases = 0
/** The settings of one test: a database and three roles' URLs. */
let settings

beforeAll(async () => {
  postgres = await startPostgres({ dataDir, durable: false })
  superuser = new pg.Client({
    connectionString: urlOf('postgres', JSON.parse(readFileSync(join(dataDir, 'postgres.json'))).superPassword),
  })
  await superuser.connect()
})
afterAll(async () => {
  await superuser.end()
  await postgres.stop()
  rmSync(await postgresFolder(dataDir), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true })
})

beforeEach(async () => {
  const database = `test_${++databases}`
  await superuser.query(`create database ${database} owner offhook_owner`)
  settings = {
    DATABASE_URL: withDatabase(postgres.ownerUrl, database),
    APP_DATABASE_URL: urlOf('offhook_app', 'app', database),
    JOBS_DATABASE_URL: urlOf('offhook_jobs', 'jobs', database),
    CONTEXT_KEY: randomBytes(32).toString('hex'),
  }
})
/** Roles belong to the whole server: each test begins without them. */
afterEach(async () => {
  await superuser.query(`drop database test_${databases} with (force)`)
  await superuser.query('drop role if exists offhook_app, offhook_jobs, other_owner')
})

function urlOf(role, password, database = 'postgres') {
  const url = new URL(withDatabase(postgres.ownerUrl, database))
  Object.assign(url, { username: role, password })
  return url.href
}

function withDatabase(url, database) {
  return Object.assign(new URL(url), { pathname: database }).href
}

async function query(sql, url = settings.DATABASE_URL) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const history = (url) =>
  query(
    'select migration_name as name, applied_steps_count as steps, finished_at is not null as done from _prisma_migrations',
    url,
  )
/** What the folder holds, each applied once and whole. */
const ALL = readdirSync('prisma/migrations', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => ({ name, steps: 1, done: true }))
  .sort((a, b) => (a.name < b.name ? -1 : 1))

test('two that run at once leave one set of tables, and a third changes nothing', async () => {
  await Promise.all([migrate(settings), migrate(settings)])
  expect(await history()).toEqual(ALL)
  const before = await query('select * from sec.key')
  await migrate(settings)
  expect(await history()).toEqual(ALL)
  expect(await query('select * from sec.key')).toEqual(before)
  await migrate({ ...settings, CONTEXT_KEY: 'ab'.repeat(32) })
  expect(await query('select * from sec.key')).not.toEqual(before)
})

test('new passwords in the URLs become the passwords of the roles', async () => {
  await migrate(settings)
  const changed = {
    ...settings,
    APP_DATABASE_URL: urlOf('offhook_app', encodeURIComponent("it's %new"), `test_${databases}`),
  }
  await migrate(changed)
  expect(await query('select current_user as role', changed.APP_DATABASE_URL)).toEqual([{ role: 'offhook_app' }])
  await expect(query('select 1', settings.APP_DATABASE_URL)).rejects.toMatchObject({ code: '28P01' })
})

test('the queue is owned by its role, which may create nothing once it stands', async () => {
  await migrate(settings)
  expect(
    await query(`select nspowner::regrole::text as owner from pg_namespace where nspname = 'graphile_worker'`),
  ).toEqual([{ owner: 'offhook_jobs' }])
  expect(await query(`select has_database_privilege('offhook_jobs', current_database(), 'CREATE') as may`)).toEqual([
    { may: false },
  ])
})

/** Applies a folder of migrations, given as { name: sql }, as the owner. */
async function applyFolder(migrations) {
  const folder = mkdtempSync(join(tmpdir(), 'offhook-migrations-'))
  const owner = new pg.Client({ connectionString: settings.DATABASE_URL })
  try {
    for (const [name, sql] of Object.entries(migrations)) {
      mkdirSync(join(folder, name))
      writeFileSync(join(folder, name, 'migration.sql'), sql)
    }
    cpSync('prisma/migrations/migration_lock.toml', join(folder, 'migration_lock.toml'))
    await owner.connect()
    await applyMigrations(owner, folder)
  } finally {
    await owner.end()
    rmSync(folder, { recursive: true })
  }
}

test('migrations run in order of name, each once, and a changed one is refused', async () => {
  const [first, second] = ['create table a (); select 1; do $$ begin null; end $$;', 'alter table a rename to b']
  await applyFolder({ '2_second': second, '1_first': first })
  await applyFolder({ '1_first': first, '2_second': second, '3_third': 'create table c ()' })
  expect((await history()).map((row) => row.name)).toEqual(['1_first', '2_second', '3_third'])
  await expect(applyFolder({ '1_first': `${first} ` })).rejects.toThrow(
    'migration 1_first was changed after it was applied',
  )
})

test('a migration that fails leaves nothing of itself', async () => {
  const broken = applyFolder({ '1_good': 'create table good ()', '2_bad': 'create table bad (); select 1 / 0' })
  await expect(broken).rejects.toThrow('migration 2_bad failed: division by zero')
  expect(await query(`select to_regclass('good')::text as good, to_regclass('bad')::text as bad`)).toEqual([
    { good: 'good', bad: null },
  ])
  expect((await history()).map((row) => row.name)).toEqual(['1_good'])
})

test('a table that somebody holds is waited for two seconds, not for ever', async () => {
  await applyFolder({ '1_first': 'create table held ()' })
  const holder = new pg.Client({ connectionString: settings.DATABASE_URL })
  await holder.connect()
  try {
    await holder.query('begin; lock table held')
    const blocked = applyFolder({ '1_first': 'create table held ()', '2_second': 'alter table held add column a int' })
    await expect(blocked).rejects.toThrow('canceling statement due to lock timeout')
  } finally {
    await holder.end()
  }
})

test('an owner that may make no roles is told so in one line, and will do when the roles are there', async () => {
  await superuser.query(`create role other_owner login password 'other'`)
  await superuser.query(`alter database test_${databases} owner to other_owner`)
  const foreign = { ...settings, DATABASE_URL: urlOf('other_owner', 'other', `test_${databases}`) }
  await expect(migrate(foreign)).rejects.toThrow(
    /^DATABASE_URL's role may not make offhook_app: give it CREATEROLE, or make/,
  )
  await superuser.query(`create role offhook_app login password 'app'; create role offhook_jobs login password 'jobs'`)
  await migrate(foreign)
  expect(await history(foreign.DATABASE_URL)).toEqual(ALL)
})

test('roles to which row-level security means nothing, and URLs of other roles, are refused', async () => {
  await superuser.query(`create role offhook_app login bypassrls password 'app'`)
  await expect(migrate(settings)).rejects.toThrow('the role offhook_app must be neither SUPERUSER nor BYPASSRLS')
  await superuser.query('drop role offhook_app')
  const own = { ...settings, APP_DATABASE_URL: settings.DATABASE_URL }
  await expect(migrate(own)).rejects.toThrow('APP_DATABASE_URL must name the role offhook_app')
})

test('what is wrong with a setting is one line and exit code 1', () => {
  const lineFor = (wrong) => {
    const env = { PATH: process.env.PATH, ...settings, ...wrong }
    const { stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', 'prisma/migrate.ts'], {
      env,
      encoding: 'utf8',
    })
    return [stderr, status]
  }
  expect(lineFor({ CONTEXT_KEY: '' })).toEqual(['offhook: CONTEXT_KEY is not set\n', 1])
  expect(lineFor({ DATABASE_URL: 'mysql://x' })).toEqual(['offhook: DATABASE_URL must be a postgresql:// URL\n', 1])
  const [line, status] = lineFor({ DATABASE_URL: 'postgresql://a:b@localhost:1/c' })
  expect(line).toMatch(/^offhook: DATABASE_URL cannot be used: connect ECONNREFUSED .*\n$/)
  expect(status).toBe(1)
})
