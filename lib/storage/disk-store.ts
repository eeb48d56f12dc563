import { constants } from 'node:fs'
import { mkdir, open, opendir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError } from '#lib/errors.ts'
import type { Store, StoredAt } from './store.ts'
import { syncFile } from './sync-file.ts'

/** Names of ours: no path leads out of the folder, whatever a row holds. */
const PATH = /^[\w-]+(\/[\w-][\w.-]*)+$/

/** A store in a folder of this machine. Files to keep must be on the same disk. */
export function diskStore(root: string): Store {
  const at = (path: string) => {
    if (!PATH.test(path)) throw new Error(`Not a path of the store: ${path}`)
    return join(root, path)
  }
  return {
    async keep(path, file) {
      const target = at(path)
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      await rename(file, target)
      await syncFile(await open(dirname(target), constants.O_RDONLY))
    },
    async read(path, { from, to }) {
      const file = await open(at(path), constants.O_RDONLY | constants.O_NOFOLLOW).catch((error: unknown) => {
        throw isMissing(error) ? new AppError('not_found', 'The file is not there.', { cause: error }) : error
      })
      return file.createReadStream({ start: from, end: to })
    },
    link: async () => null,
    list: (folder) => filesOf(folder, at),
    remove: (path) => rm(at(path), { force: true }),
    removeFolder: (path) => rm(at(path), { recursive: true, force: true }),
  }
}

async function* filesOf(folder: string, at: (path: string) => string): AsyncGenerator<StoredAt> {
  const entries = await orMissing(opendir(at(folder)))
  if (!entries) return
  for await (const entry of entries) {
    const path = `${folder}/${entry.name}`
    if (entry.isDirectory()) yield* filesOf(path, at)
    const found = entry.isFile() && (await orMissing(stat(at(path))))
    if (found) yield { path, at: found.mtime }
  }
}

const orMissing = <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (isMissing(error)) return null
    throw error
  })

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT'
