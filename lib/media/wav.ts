import { AppError } from '#lib/errors.ts'
import { decodeMulaw, SAMPLE_RATE_HZ } from './mulaw.ts'

/** Encodings of a WAV file's samples. */
const PCM = 1
const MULAW = 7

/** 16-bit samples as a WAV file; those of several channels take turns. */
export function encodeWav(pcm: Int16Array, sampleRateHz: number = SAMPLE_RATE_HZ, channels = 1): Buffer {
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + pcm.byteLength, 4)
  header.write('WAVEfmt ', 8)
  header.writeUInt32LE(16, 16)
  header.writeUInt16LE(1, 20)
  header.writeUInt16LE(channels, 22)
  header.writeUInt32LE(sampleRateHz, 24)
  header.writeUInt32LE(sampleRateHz * 2 * channels, 28)
  header.writeUInt16LE(2 * channels, 32)
  header.writeUInt16LE(16, 34)
  header.write('data', 36)
  header.writeUInt32LE(pcm.byteLength, 40)
  const body = Buffer.alloc(pcm.byteLength)
  pcm.forEach((sample, index) => {
    body.writeInt16LE(sample, index * 2)
  })
  return Buffer.concat([header, body])
}

/** Reads a mono WAV file, 16-bit or mu-law, of any rate as telephone samples; throws AppError('invalid_input') otherwise. */
export function decodeWav(file: Buffer): Int16Array {
  const isWav =
    file.length >= 12 && file.toString('latin1', 0, 4) === 'RIFF' && file.toString('latin1', 8, 12) === 'WAVE'
  const format = isWav ? chunk(file, 'fmt ') : undefined
  const data = isWav ? chunk(file, 'data') : undefined
  if (!format || format.length < 16 || !data) throw new AppError('invalid_input', 'The file is no WAV file')
  const [encoding, channels, bits] = [format.readUInt16LE(0), format.readUInt16LE(2), format.readUInt16LE(14)]
  const rate = format.readUInt32LE(4)
  const isMulaw = encoding === MULAW && bits === 8
  if ((!isMulaw && (encoding !== PCM || bits !== 16)) || channels !== 1 || rate === 0) {
    throw new AppError('invalid_input', 'The WAV file has to be mono with 16-bit samples or mu-law')
  }
  if (isMulaw) return resample(decodeMulaw(data), rate)
  const pcm = Int16Array.from({ length: data.length >> 1 }, (_, index) => data.readInt16LE(index * 2))
  return resample(pcm, rate)
}

/** The body of the first chunk of a name. A length beyond the end, as streaming writers leave it, means the rest. */
function chunk(file: Buffer, name: string): Buffer | undefined {
  for (let at = 12; at + 8 <= file.length; ) {
    const length = file.readUInt32LE(at + 4)
    if (file.toString('latin1', at, at + 4) === name) return file.subarray(at + 8, at + 8 + length)
    at += 8 + length + (length & 1)
  }
  return undefined
}

/** To 8 kHz by averaging what falls into each sample, which also keeps the worst aliases out. */
function resample(pcm: Int16Array, rate: number): Int16Array {
  if (rate === SAMPLE_RATE_HZ) return pcm
  const step = rate / SAMPLE_RATE_HZ
  return Int16Array.from({ length: Math.floor(pcm.length / step) }, (_, index) => {
    const from = Math.floor(index * step)
    const part = pcm.subarray(from, Math.max(from + 1, Math.floor((index + 1) * step)))
    return Math.round(part.reduce((sum, sample) => sum + sample, 0) / part.length)
  })
}
