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

/**
 * Reads what kind of sound a file holds, by its content alone, and checks that it is whole. Throws `wrong_content_type` for
 * what is none of the kinds that are kept, and `invalid_input` for a file that is broken, cut short or lies about itself.
 */
export async function inspectAudio(path: string): Promise<AudioFacts> {
  try {
    const format = await FileBytes.reading(path, sniff)
    if (!format) throw new AppError('wrong_content_type', 'The file is no WAV, MP3, OGG, WebM or FLAC.', RECORDING)
    const walked = await FileBytes.reading(path, (file) => WALKS[format](file, path))
    return { format, ...known(await described(path), walked) }
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

/** What a walk learns beside the file being whole. */
type Walked = Partial<Pick<AudioFacts, 'durationMs' | 'peaks'>> | void

const WALKS: Record<AudioFormat, (file: FileBytes, path: string) => Promise<Walked>> = {
  wav: async (file, path) => {
    const layout = await readLayout(file)
    return { durationMs: durationOf(layout), peaks: await readPeaks(path, layout) }
  },
  mp3: async (file) => ({ durationMs: await walkMp3(file) }),
  flac: async (file) => ({ durationMs: await walkFlac(file) }),
  ogg: (file) => walkOgg(file),
  webm: (file) => walkWebm(file),
}

/** The file was walked through before, so that no size in it leads further than its end. */
async function described(path: string) {
  try {
    const { format } = await parseFile(path, { duration: true, skipCovers: true, skipPostHeaders: true })
    return format
  } catch (error) {
    throw new BrokenAudio('The file cannot be read as sound', { cause: error })
  }
}

type Described = Awaited<ReturnType<typeof described>>

function known({ duration, numberOfChannels, sampleRate, bitrate, hasVideo, hasAudio }: Described, walked: Walked) {
  if (hasVideo || hasAudio === false) throw new BrokenAudio('The file holds something else than sound')
  if (numberOfChannels !== undefined && (numberOfChannels < 1 || numberOfChannels > MOST_CHANNELS)) {
    throw new BrokenAudio('The sound has more than two channels, or none')
  }
  return {
    durationMs: walked?.durationMs ?? (duration ? Math.round(duration * 1000) : null),
    channels: numberOfChannels ?? null,
    sampleRate: sampleRate ?? null,
    bitRate: bitrate ? Math.round(bitrate) : null,
    peaks: walked?.peaks ?? null,
  }
}
