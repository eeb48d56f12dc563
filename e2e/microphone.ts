import { renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const MICROPHONE_HZ = 440

const RATE = 48_000
const SECONDS = 2

/** Writes what every browser's microphone hears in the stories, a steady tone, and returns the file's path. */
export function microphoneFile(): string {
  const samples = Buffer.alloc(RATE * SECONDS * 2)
  for (let i = 0; i < RATE * SECONDS; i++) {
    samples.writeInt16LE(Math.round(8000 * Math.sin((2 * Math.PI * MICROPHONE_HZ * i) / RATE)), i * 2)
  }
  const path = join(tmpdir(), `offhook-microphone-${MICROPHONE_HZ}.wav`)
  // Whole at once: a browser of another run may open it meanwhile.
  const own = `${path}.${process.pid}`
  writeFileSync(own, Buffer.concat([wavHeader(samples.length), samples]))
  renameSync(own, path)
  return path
}

/** A RIFF header for 16-bit mono sound. */
function wavHeader(bytes: number): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + bytes, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(1, 22)
  header.writeUInt32LE(RATE, 24)
  header.writeUInt32LE(RATE * 2, 28)
  header.writeUInt16LE(2, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(bytes, 40)
  return header
}
