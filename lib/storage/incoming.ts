import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { env } from '#lib/env.ts'
import { newId } from '#lib/ids.ts'
import { syncFile } from './sync-file.ts'

/** What comes lies here until it is whole and checked; on the same disk as the store's folder. */
const folder = () => join(env().DATA_DIR, 'incoming')
/** Nothing takes so long to come. */
const LEFT_BEHIND_MS = 24 * 3_600_000

/** A file that came, on this machine's disk under a name of ours. */
export interface IncomingFile {
  path: string
  bytes: number
  sha256: string
}

/** More came than may. */
export class TooLarge extends Error {}

/**
 * Writes what comes to a file and hands it on. However it ends, nothing is left here: whoever wants the file keeps it in the
 * store. Throws TooLarge as soon as there is more than the limit in bytes.
 */
export async function receive<T>(
  body: AsyncIterable<Uint8Array>,
  mostBytes: number,
  take: (file: IncomingFile) => Promise<T>,
): Promise<T> {
  const path = await newIncomingPath()
  try {
    return await take({ path, ...(await write(path, body, mostBytes)) })
  } finally {
    await rm(path, { force: true })
  }
}

/** A path for a new file, in a folder that exists. */
export async function newIncomingPath(): Promise<string> {
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  return join(folder(), `${newId()}.part`)
}

async function write(path: string, body: AsyncIterable<Uint8Array>, mostBytes: number) {
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength
      if (bytes > mostBytes) throw new TooLarge(`The file is larger than ${mostBytes} bytes`)
      hash.update(chunk)
      await file.writeFile(chunk)
    }
  } finally {
    await syncFile(file)
  }
  return { bytes, sha256: hash.digest('hex') }
}

/** Deletes what processes that died left behind. */
export async function forgetIncoming(now = Date.now()): Promise<void> {
  await mkdir(folder(), { recursive: true, mode: 0o700 })
  for (const name of await readdir(folder())) {
    const path = join(folder(), name)
    const { mtimeMs } = await stat(path)
    if (now - mtimeMs > LEFT_BEHIND_MS) await rm(path, { force: true })
  }
}
