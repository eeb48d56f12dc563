import { parseFile } from 'music-metadata'
import { AppError } from '#lib/errors.ts'
import type { AudioFormat } from '../stored-file.ts'
import { BrokenAudio, FileBytes } from './file-bytes.ts'
import { walkFlac } from './flac.ts'
import { readFrame, walkMp3 } from './mp3.ts'
import { walkOgg } from './ogg.ts'
import { durationOf, readLayout, readPeaks } from './wav.ts'
import { isWebm, walkWebm } from './webm.ts'

/** What a sound file says of itself; null is what it does not say. */
export interface AudioFacts {
  format: AudioFormat
  durationMs: number | null
  channels: number | null
  sampleRate: number | null
  bitRate: number | null
  /** Loudness over time by channel, where we can decode it. */
  peaks: number[][] | null
}

const MOST_CHANNELS = 2
const MOST_DURATION_MS = 7 * 24 * 3_600_000
const MOST_RATE_HZ = 768_000
const MOST_BIT_RATE = 100_000_000
/** Silence takes more than this in every kind: less is a length that was made up. */
const LEAST_BIT_RATE = 50

/**
 * Reads what kind of sound a file holds, by its content alone, and checks that it is whole. Throws `wrong_content_type` for
 * what is none of the kinds that are kept, and `invalid_input` for a file that is broken, cut short or lies about itself.
 */
export async function inspectAudio(path: string, bytes: number): Promise<AudioFacts> {
  try {
    const format = await FileBytes.reading(path, sniff)
    if (!format) throw new AppError('wrong_content_type', 'The file is no WAV, MP3, OGG, WebM or FLAC.', RECORDING)
    const { bitRate, ...walked } = await FileBytes.reading(path, (file) => WALKS[format](file, path))
    if (walked.channels === null || walked.channels < 1 || walked.channels > MOST_CHANNELS) {
      throw new BrokenAudio('The sound is not in one or two channels')
    }
    const facts = { format, bitRate: bitRate ?? densityOf(bytes, walked.durationMs), ...walked }
    const density = densityOf(bytes, facts.durationMs)
    if (!isPossible(facts) || (density !== null && density < LEAST_BIT_RATE))
      throw new BrokenAudio('The file says what cannot be')
    return facts
  } catch (error) {
    if (!(error instanceof BrokenAudio)) throw error
    throw new AppError('invalid_input', `recording: ${error.message}.`, { ...RECORDING, cause: error })
  }
}

const RECORDING = { field: 'recording' }

async function sniff(file: FileBytes): Promise<AudioFormat | null> {
  const head = await file.at(0, 12)
  const starts = (text: string, at = 0) => head.toString('latin1', at, at + text.length) === text
  if (starts('RIFF') && starts('WAVE', 8)) return 'wav'
  if (starts('fLaC')) return 'flac'
  if (starts('OggS')) return 'ogg'
  if (starts('\x1a\x45\xdf\xa3')) return (await isWebm(file)) ? 'webm' : null
  return starts('ID3') || readFrame(head) ? 'mp3' : null
}

type Walked = Omit<AudioFacts, 'format' | 'bitRate'> & { bitRate?: number | null }

const WALKS: Record<AudioFormat, (file: FileBytes, path: string) => Promise<Walked>> = {
  wav: async (file, path) => {
    const layout = await readLayout(file)
    const peaks = await readPeaks(path, layout)
    return { ...(await described(path)), durationMs: durationOf(layout), peaks }
  },
  mp3: async (file, path) => {
    const durationMs = await walkMp3(file)
    return { ...(await described(path)), durationMs }
  },
  flac: async (file, path) => {
    const durationMs = await walkFlac(file)
    return { ...(await described(path)), durationMs }
  },
  ogg: async (file, path) => {
    await walkOgg(file)
    return described(path)
  },
  webm: async (file) => ({ ...(await walkWebm(file)), peaks: null }),
}

/** What the file says of itself. It was walked through before: no size in it leads further than its end. */
async function described(path: string): Promise<Walked> {
  const { format } = await parseFile(path, { duration: true, skipCovers: true }).catch((cause: unknown) => {
    throw new BrokenAudio('The file cannot be read as sound', { cause })
  })
  const { duration, numberOfChannels, sampleRate, bitrate, hasVideo, hasAudio } = format
  if (hasVideo || hasAudio === false) throw new BrokenAudio('The file holds something else than sound')
  return {
    durationMs: duration ? Math.round(duration * 1000) : null,
    channels: numberOfChannels ?? null,
    sampleRate: sampleRate ?? null,
    bitRate: bitrate ? Math.round(bitrate) : null,
    peaks: null,
  }
}

const isPossible = ({ durationMs, sampleRate, bitRate }: AudioFacts): boolean =>
  isUpTo(durationMs, MOST_DURATION_MS) && isUpTo(sampleRate, MOST_RATE_HZ) && isUpTo(bitRate, MOST_BIT_RATE)

const isUpTo = (value: number | null, most: number) =>
  value === null || (Number.isInteger(value) && value >= 0 && value <= most)

/** Where a file does not say how dense it is, its length tells. */
const densityOf = (bytes: number, durationMs: number | null) =>
  durationMs ? Math.round((bytes * 8000) / durationMs) : null
