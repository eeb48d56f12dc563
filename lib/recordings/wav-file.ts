import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** Bars kept of each channel; the player draws as many of them as fit. */
export const BARS = 400
/** The longest header that is looked through for its chunks. */
const HEADER_BYTES = 4096
const PCM = 1
const SAMPLE_BYTES = 2

interface Wav {
  channels: 1 | 2
  durationMs: number
  sampleRate: number
  /** By channel, BARS numbers from 0 to 100. */
  peaks: number[][]
}

interface Layout {
  channels: 1 | 2
  rateHz: number
  from: number
  bytes: number
}

/** Reads a WAV file of 16-bit samples without holding it in memory. Throws when it is none, or not whole. */
export async function inspectWav(path: string, fileBytes: number): Promise<Wav> {
  const layout = readLayout(await readHeader(path), fileBytes)
  const frames = Math.floor(layout.bytes / (SAMPLE_BYTES * layout.channels))
  return {
    channels: layout.channels,
    durationMs: Math.round((frames * 1000) / layout.rateHz),
    sampleRate: layout.rateHz,
    peaks: await readPeaks(path, layout, frames),
  }
}

async function readHeader(path: string): Promise<Buffer> {
  const file: FileHandle = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** What the header says, checked against the length of the file. */
export function readLayout(header: Buffer, fileBytes: number): Layout {
  const isWav = header.toString('latin1', 0, 4) === 'RIFF' && header.toString('latin1', 8, 12) === 'WAVE'
  const format = isWav ? findChunk(header, 'fmt ') : null
  const data = isWav ? findChunk(header, 'data') : null
  if (!format || !data || format.bytes < 16 || format.from + 16 > header.length)
    throw new Error('The file is no WAV file')
  const [encoding, channels] = [header.readUInt16LE(format.from), header.readUInt16LE(format.from + 2)]
  const [rateHz, bits] = [header.readUInt32LE(format.from + 4), header.readUInt16LE(format.from + 14)]
  const isKnown = encoding === PCM && bits === SAMPLE_BYTES * 8 && rateHz >= 8000 && rateHz <= 48_000
  if (!isKnown || (channels !== 1 && channels !== 2))
    throw new Error('The WAV file has no 16-bit samples in one or two channels')
  if (data.bytes === 0 || data.from + data.bytes > fileBytes) throw new Error('The WAV file is not whole')
  return { channels, rateHz, ...data }
}

function findChunk(header: Buffer, name: string): { from: number; bytes: number } | null {
  for (let at = 12; at + 8 <= header.length; ) {
    const bytes = header.readUInt32LE(at + 4)
    if (header.toString('latin1', at, at + 4) === name) return { from: at + 8, bytes }
    at += 8 + bytes + (bytes & 1)
  }
  return null
}

async function readPeaks(path: string, { channels, from, bytes }: Layout, frames: number): Promise<number[][]> {
  const loudest = Array.from({ length: channels }, () => new Float64Array(BARS))
  const samples = frames * channels
  let index = 0
  let odd: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  for await (const read of createReadStream(path, { start: from, end: from + bytes - 1 })) {
    const chunk = odd.length > 0 ? Buffer.concat([odd, read as Buffer]) : (read as Buffer)
    const whole = chunk.length & ~1
    for (let at = 0; at < whole && index < samples; at += SAMPLE_BYTES, index++) {
      const lane = loudest[index % channels]!
      const bar = Math.floor((Math.floor(index / channels) * BARS) / frames)
      lane[bar] = Math.max(lane[bar]!, Math.abs(chunk.readInt16LE(at)))
    }
    odd = chunk.subarray(whole)
  }
  return loudest.map((lane) => Array.from(lane, height))
}

/** Loudness as it is heard: a whisper stays visible beside a shout. */
const height = (sample: number) => Math.round(100 * Math.sqrt(Math.min(1, sample / 32767)))
