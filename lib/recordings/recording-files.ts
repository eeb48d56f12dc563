import { createReadStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { env } from '#lib/env.ts'

/** Four hours in two channels of 8 kHz and 16 bit. */
const MOST_BYTES = 480 * 1024 * 1024

const pathOf = (businessId: string, id: string) => join(env().DATA_DIR, 'recordings', businessId, `${id}.wav`)

/** Stores a recording's sound; it is there whole or not at all. Returns its size in bytes. Throws for what is no WAV file. */
export async function storeRecording(
  businessId: string,
  id: string,
  sound: ReadableStream<Uint8Array>,
): Promise<number> {
  const path = pathOf(businessId, id)
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const unfinished = `${path}.${process.pid}`
  try {
    const bytes = await write(unfinished, sound)
    await rename(unfinished, path)
    return bytes
  } finally {
    await rm(unfinished, { force: true })
  }
}

async function write(path: string, sound: ReadableStream<Uint8Array>): Promise<number> {
  const file = await open(path, 'w', 0o600)
  try {
    let bytes = 0
    for await (const chunk of sound) {
      if (bytes === 0 && Buffer.from(chunk.subarray(0, 4)).toString('latin1') !== 'RIFF') {
        throw new Error('The carrier sent no WAV file')
      }
      bytes += chunk.byteLength
      if (bytes > MOST_BYTES) throw new Error('The recording is larger than any call')
      await file.write(chunk)
    }
    if (bytes === 0) throw new Error('The carrier sent an empty recording')
    await file.sync()
    return bytes
  } finally {
    await file.close()
  }
}

/** A stored recording's sound. */
export const readRecording = (businessId: string, id: string): ReadableStream =>
  Readable.toWeb(createReadStream(pathOf(businessId, id))) as ReadableStream
