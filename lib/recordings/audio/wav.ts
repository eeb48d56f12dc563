import { createReadStream } from 'node:fs'
import { decodeSample } from '#lib/media/mulaw.ts'
import { BrokenAudio, FileBytes } from './file-bytes.ts'

/** Bars kept of each channel; the player draws as many of them as fit. */
export const BARS = 400
const PCM = 1
const MULAW = 7

interface Wav {
  channels: 1 | 2
  durationMs: number
  sampleRate: number
  /** By channel, BARS numbers from 0 to 100. */
  peaks: number[][]
}

/** What a WAV file's header says, with the place of its samples. */
interface Layout {
  encoding: number
  bits: number
  channels: number
  rateHz: number
  /** Bytes of one sample of each channel. */
  frameBytes: number
  from: number
  bytes: number
}

/** Reads a WAV file of 16-bit samples without holding it in memory. Throws when it is none, or not whole. */
export async function inspectWav(path: string): Promise<Wav> {
  const layout = await FileBytes.reading(path, readLayout)
  const { channels, rateHz } = layout
  const isKnown = layout.encoding === PCM && layout.bits === 16 && rateHz >= 8000 && rateHz <= 48_000
  const peaks = isKnown && (await readPeaks(path, layout))
  if (!peaks) throw new BrokenAudio('The WAV file has no 16-bit samples in one or two channels')
  return { channels: channels as 1 | 2, durationMs: durationOf(layout), sampleRate: rateHz, peaks }
}

/** Walks through a WAV file's chunks, whatever is in them. Throws when there is no sound or not all of it. */
export async function readLayout(file: FileBytes): Promise<Layout> {
  const head = await file.at(0, 12)
  if (head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WAVE') throw none()
  let format: Omit<Layout, 'from' | 'bytes'> | undefined
  for (let at = 12; at + 8 <= file.size; ) {
    const chunk = await file.whole(at, 8)
    const [name, bytes] = [chunk.toString('latin1', 0, 4), chunk.readUInt32LE(4)]
    if (name === 'fmt ' && bytes >= 16) format = readFormat(await file.whole(at + 8, 16))
    if (name === 'data') {
      if (!format || format.channels === 0 || format.rateHz === 0 || format.frameBytes === 0) throw none()
      if (bytes < format.frameBytes || at + 8 + bytes > file.size) throw new BrokenAudio('The WAV file is not whole')
      return { ...format, from: at + 8, bytes }
    }
    at += 8 + bytes + (bytes & 1)
  }
  throw none()
}

const none = () => new BrokenAudio('The file is no WAV file')

const readFormat = (chunk: Buffer) => ({
  encoding: chunk.readUInt16LE(0),
  channels: chunk.readUInt16LE(2),
  rateHz: chunk.readUInt32LE(4),
  frameBytes: chunk.readUInt16LE(12),
  bits: chunk.readUInt16LE(14),
})

/** Milliseconds of sound in samples of one size. */
export const durationOf = ({ bytes, frameBytes, rateHz }: Layout): number =>
  Math.round((Math.floor(bytes / frameBytes) * 1000) / rateHz)

/** The loudness of 16-bit or mu-law samples over time, by channel; null for samples of another kind. */
export async function readPeaks(path: string, { from, bytes, ...layout }: Layout): Promise<number[][] | null> {
  const { encoding, bits, channels } = layout
  const isMulaw = encoding === MULAW && bits === 8
  const sampleBytes = isMulaw ? 1 : 2
  if (!isMulaw && !(encoding === PCM && bits === 16)) return null
  if ((channels !== 1 && channels !== 2) || layout.frameBytes !== channels * sampleBytes) return null
  const loudest = Array.from({ length: channels }, () => new Float64Array(BARS))
  const frames = Math.floor(bytes / (sampleBytes * channels))
  const samples = frames * channels
  let index = 0
  let odd: Buffer<ArrayBufferLike> = Buffer.alloc(0)
  for await (const read of createReadStream(path, { start: from, end: from + bytes - 1 })) {
    const chunk = odd.length > 0 ? Buffer.concat([odd, read as Buffer]) : (read as Buffer)
    const whole = chunk.length - (chunk.length % sampleBytes)
    for (let at = 0; at < whole && index < samples; at += sampleBytes, index++) {
      const lane = loudest[index % channels]!
      const bar = Math.floor((Math.floor(index / channels) * BARS) / frames)
      lane[bar] = Math.max(lane[bar]!, Math.abs(isMulaw ? decodeSample(chunk[at]!) : chunk.readInt16LE(at)))
    }
    odd = chunk.subarray(whole)
  }
  return loudest.map((lane) => Array.from(lane, height))
}

/** Loudness as it is heard: a whisper stays visible beside a shout. */
const height = (sample: number) => Math.round(100 * Math.sqrt(Math.min(1, sample / 32767)))
