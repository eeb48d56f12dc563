import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { isRoot, orNothing, prepare, program } from './postgres-programs.mjs'

/**
 * Starts the embedded PostgreSQL of a data folder, or adopts the one a killed launcher left running there.
 * ownerUrl names offhook_owner, who owns the database and is no superuser. `durable: false` trades safety for speed.
 */
export async function startPostgres({ dataDir, log = () => {}, durable = true }) {
  const server = await prepare(dataDir)
  const known = await readState(dataDir)
  if (!known && existsSync(server.data)) await setAside(server, log)
  const state = known ?? { superPassword: newPassword(), ownerPassword: newPassword(), port: 0 }
  const adopted = existsSync(server.data) && (await adopt(server, state))
  if (!adopted) {
    await writeState(dataDir, state)
    if (!existsSync(server.data)) await initialise(server, state, { durable, log })
    await launch(server, state, durable)
    await writeState(dataDir, state)
  }
  await ensureOwner(state)
  log(`PostgreSQL ${adopted ? 'adopted' : 'ready'} on port ${state.port}`)
  return { ownerUrl: urlOf(state, 'offhook_owner', 'offhook'), adopted, stop: () => stop(server) }
}

/** initdb works beside the final place, so that a start killed half way leaves nothing that looks like a cluster. */
async function initialise(server, state, { durable, log }) {
  log('making the PostgreSQL cluster')
  const [partial, passwords] = [join(server.folder, 'data.new'), join(server.folder, 'password')]
  await rm(partial, { recursive: true, force: true })
  await rm(passwords, { force: true })
  await writeFile(passwords, state.superPassword, { mode: 0o600, flag: 'wx' })
  if (isRoot) await chown(passwords, server.user.uid, server.user.gid)
  try {
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    const access = ['--auth=scram-sha-256', `--pwfile=${passwords}`, '--username=postgres']
    await program(server, 'initdb', ['-D', partial, ...locale, ...access, ...(durable ? [] : ['--no-sync'])])
  } finally {
    await rm(passwords, { force: true })
  }
  await rename(partial, server.data)
}

/** Repeats a refused start: backends of a killed postmaster hold its memory for a moment, and a kept port may be taken. */
async function launch(server, state, durable, triesLeft = 20) {
  if (!(await isFree(state.port))) state.port = await freePort()
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'timezone=UTC']
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off')
  const options = [`-p ${state.port}`, ...settings.map((setting) => `-c ${setting}`)].join(' ')
  await rm(server.log, { force: true })
  try {
    await program(server, 'pg_ctl', ['start', '-D', server.data, '-w', '-t', '60', '-l', server.log, '-o', options])
  } catch (error) {
    const words = await readFile(server.log, 'utf8').catch(orNothing(''))
    if (triesLeft === 0 || !/still in use|Address already in use|lock file/.test(words)) {
      throw new Error(`${error.message}\n${words.trim()}`, { cause: error })
    }
    await pause(250)
    await launch(server, state, durable, triesLeft - 1)
  }
}

/** True when the server of postmaster.pid is alive and ours; a file that no living server stands behind is removed. */
async function adopt(server, state) {
  for (const deadline = Date.now() + 60_000; Date.now() < deadline; await pause(100)) {
    const [pid, , , port, , , , status] = await readPidFile(server)
    if (!pid) return false
    if (isAlive(Number(pid)) && (await answers({ ...state, port: Number(port) }))) {
      state.port = Number(port)
      return true
    }
    // A postmaster that says "ready" listens: when it does not answer, it is dead and its number went to another process.
    if (!isAlive(Number(pid)) || status?.trim() === 'ready') break
  }
  await rm(pidFile(server), { force: true })
  return false
}

const pidFile = (server) => join(server.data, 'postmaster.pid')
const readPidFile = async (server) => (await readFile(pidFile(server), 'utf8').catch(orNothing(''))).split('\n')

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Every refusal means the same here: this is not our server, or not yet. */
async function answers(state) {
  try {
    await asSuperuser(state, (client) => client.query('select 1'))
    return true
  } catch {
    return false
  }
}

/** The role and database that everything else uses; an embedded server then behaves like one somebody else runs. */
async function ensureOwner(state) {
  await asSuperuser(state, async (client) => {
    const role = await client.query("select from pg_roles where rolname = 'offhook_owner'")
    const verb = role.rowCount ? 'alter' : 'create'
    await client.query(`${verb} role offhook_owner login createrole password '${state.ownerPassword}'`)
    const database = await client.query("select from pg_database where datname = 'offhook'")
    if (!database.rowCount) await client.query('create database offhook owner offhook_owner')
  })
}

async function asSuperuser(state, work) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({
    connectionString: urlOf({ ...state, ownerPassword: state.superPassword }, 'postgres', 'postgres'),
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => {}) // a connection cut while idle also fails the query or end() that waits on it
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Fast shutdown: open connections are cut, everything committed stays. */
async function stop(server) {
  const [pid] = await readPidFile(server)
  if (!pid || !isAlive(Number(pid))) return
  await program(server, 'pg_ctl', ['stop', '-D', server.data, '-m', 'fast', '-w', '-t', '60'])
}

/** A cluster whose passwords were deleted with the data folder is of no use, but it is somebody's data: kept, not removed. */
async function setAside(server, log) {
  const place = `${server.data}.${Date.now()}`
  await stop(server)
  await rename(server.data, place)
  log(`the data folder is new: its former database was set aside in ${place}`)
}

const stateFile = (dataDir) => join(dataDir, 'postgres.json')

async function readState(dataDir) {
  const text = await readFile(stateFile(dataDir), 'utf8').catch(orNothing(undefined))
  return text && JSON.parse(text)
}

async function writeState(dataDir, state) {
  const partial = `${stateFile(dataDir)}.${process.pid}`
  await writeFile(partial, JSON.stringify(state), { mode: 0o600 })
  await rename(partial, stateFile(dataDir))
}

const newPassword = () => randomBytes(24).toString('base64url')
const urlOf = (state, user, database) =>
  `postgresql://${user}:${state.ownerPassword}@127.0.0.1:${state.port}/${database}`

function listen(port) {
  const server = createServer()
  return new Promise((done, fail) => {
    server.once('error', fail)
    server.listen({ port, host: '127.0.0.1' }, () => {
      const { port: got } = server.address()
      server.close(() => done(got))
    })
  })
}

const freePort = () => listen(0)
const isFree = async (port) =>
  port !== 0 &&
  (await listen(port).then(
    () => true,
    () => false,
  ))
