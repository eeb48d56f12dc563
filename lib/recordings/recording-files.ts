import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { RecordingMedia } from '#lib/carrier/port.ts'
import { env } from '#lib/env.ts'
import { newId } from '#lib/ids.ts'

/** More than a day in two channels. */
const MOST_BYTES = 500 * 1024 * 1024

const folderOf = (businessId: string) => join(env().DATA_DIR, 'recordings', businessId)

/** Where a recording's file is: its names are ids of ours, so that no path leads out of the folder. */
export const recordingPath = (businessId: string, recordingId: string) =>
  join(folderOf(businessId), `${recordingId}.wav`)

/** Opens a stored file for reading, never through a link. */
export const openRecording = (path: string): Promise<FileHandle> =>
  open(path, constants.O_RDONLY | constants.O_NOFOLLOW)

/** Deletes all files of a business. */
export const forgetRecordings = (businessId: string): Promise<void> =>
  rm(folderOf(businessId), { recursive: true, force: true })

interface Received<T> {
  bytes: number
  sha256: string
  checked: T
}

/**
 * Stores a recording's file: under another name first, checked, on the disk for good, and only then under its own. Whoever
 * looks sees the whole file or none. Throws what the check throws, and when the length is not the announced one.
 */
export async function receiveFile<T>(
  businessId: string,
  recordingId: string,
  media: RecordingMedia,
  check: (path: string, bytes: number) => Promise<T>,
): Promise<Received<T>> {
  const folder = folderOf(businessId)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const temporary = join(folder, `${newId()}.part`)
  try {
    const { bytes, sha256 } = await write(temporary, media)
    const checked = await check(temporary, bytes)
    await rename(temporary, recordingPath(businessId, recordingId))
    await sync(await open(folder, constants.O_RDONLY))
    return { bytes, sha256, checked }
  } finally {
    await rm(temporary, { force: true })
  }
}

async function write(path: string, { body, lengthBytes }: RecordingMedia): Promise<{ bytes: number; sha256: string }> {
  const file = await open(path, 'wx', 0o600)
  const hash = createHash('sha256')
  let bytes = 0
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength
      if (bytes > MOST_BYTES) throw new Error(`The file is larger than ${MOST_BYTES} bytes`)
      hash.update(chunk)
      await file.writeFile(chunk)
    }
  } finally {
    await sync(file)
  }
  if (lengthBytes !== null && lengthBytes !== bytes) throw new Error(`${bytes} of ${lengthBytes} bytes came`)
  return { bytes, sha256: hash.digest('hex') }
}

async function sync(file: FileHandle): Promise<void> {
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
