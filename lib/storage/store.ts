import type { Readable } from 'node:stream'
import { env } from '#lib/env.ts'
import type { ByteRange } from '#lib/http/byte-range.ts'

/** How a file is handed to whoever follows a link to it. */
export interface FileFace {
  type: string
  name: string
}

export interface StoredAt {
  path: string
  at: Date
}

/**
 * Where the bytes of recordings and exports lie. A path is `recordings/` or `exports/`, the business, and names that we made:
 * never a word that somebody sent.
 */
export interface Store {
  /** Takes a finished file of this machine under a path, for good and whole or not at all. The file itself is gone then. */
  keep(path: string, file: string, type: string): Promise<void>
  /** A part of a file; throws `not_found` when the file is not there. */
  read(path: string, range: ByteRange): Promise<Readable>
  /** An address that opens the file to anybody for some minutes; null where only we can open it. */
  link(path: string, face: FileFace): Promise<string | null>
  /** The files of a folder and of those in it, and when each was written. A folder that there is not has none. */
  list(folder: string): AsyncIterable<StoredAt>
  /** Deletes a file; one that is gone already is no error. */
  remove(path: string): Promise<void>
  /** Deletes all files of a folder. */
  removeFolder(path: string): Promise<void>
}

let opened: Promise<Store> | undefined

/** The store that the settings name: a bucket where there is one, else the data folder. */
export function openStore(): Promise<Store> {
  opened ??= env().S3_BUCKET ? openBucket() : openFolder()
  return opened
}

const openFolder = async (): Promise<Store> => (await import('./disk-store.ts')).diskStore(env().DATA_DIR)
const openBucket = async (): Promise<Store> => (await import('./s3-store.ts')).s3Store(env())
