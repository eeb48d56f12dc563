import { BrokenAudio, type FileBytes } from './file-bytes.ts'

// Frame headers of MPEG audio, layer III: http://www.mp3-tech.org/programmer/frame_header.html
const KBPS_1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
const KBPS_2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
const RATES_HZ = [44_100, 48_000, 32_000]
const MPEG_1 = 3
const LAYER_3 = 1
const TAGS = ['TAG', 'APETAGEX', 'LYRICSBEGIN']

interface Frame {
  bytes: number
  samples: number
  rateHz: number
}

/** Walks through an MP3 file frame by frame to its end and returns how many milliseconds it lasts. Throws when it is not whole. */
export async function walkMp3(file: FileBytes): Promise<number> {
  let at = await skipTags(file)
  const announced = await announcedFrames(file, at)
  let frames = 0
  let durationMs = 0
  for (;;) {
    const frame = readFrame(await file.at(at, 4))
    if (!frame) break
    if (at + frame.bytes > file.size) throw new BrokenAudio('The MP3 file ends within a frame')
    at += frame.bytes
    frames++
    durationMs += (frame.samples * 1000) / frame.rateHz
  }
  if (frames < 2 || !(await isTail(file, at)))
    throw new BrokenAudio('The MP3 file has something else between its frames')
  // The frame that announces is none of those it counts.
  if (announced > frames - 1) throw new BrokenAudio(`The MP3 file has ${frames - 1} of ${announced} frames`)
  return Math.round(durationMs)
}

/** ID3v2 tags at the front, with their sizes in seven bits a byte. */
async function skipTags(file: FileBytes): Promise<number> {
  let at = 0
  for (;;) {
    const head = await file.at(at, 10)
    if (head.length < 10 || head.toString('latin1', 0, 3) !== 'ID3') return at
    const bytes = head.subarray(6, 10).reduce((size, byte) => size * 128 + (byte & 0x7f), 0)
    at += 10 + bytes
  }
}

/** The first four bytes of a frame; null where there is none. */
export function readFrame(head: Buffer): Frame | null {
  if (head.length < 4 || head.readUInt16BE(0) < 0xffe0) return null
  const [version, layer] = [(head[1]! >> 3) & 3, (head[1]! >> 1) & 3]
  const [bitrate, rate, padding] = [head[2]! >> 4, (head[2]! >> 2) & 3, (head[2]! >> 1) & 1]
  if (version === 1 || layer !== LAYER_3 || bitrate === 0 || bitrate === 15 || rate === 3) return null
  const isFirst = version === MPEG_1
  const kbps = (isFirst ? KBPS_1 : KBPS_2)[bitrate]!
  const rateHz = RATES_HZ[rate]! / (isFirst ? 1 : version === 2 ? 2 : 4)
  const bytes = Math.floor(((isFirst ? 144_000 : 72_000) * kbps) / rateHz) + padding
  return { bytes, samples: isFirst ? 1152 : 576, rateHz }
}

/** How many frames the first one says there are, where it says so. */
async function announcedFrames(file: FileBytes, at: number): Promise<number> {
  const frame = await file.at(at, 60)
  for (const offset of [13, 21, 36]) {
    const name = frame.toString('latin1', offset, offset + 4)
    if ((name === 'Xing' || name === 'Info') && frame.length >= offset + 12 && (frame[offset + 7]! & 1) === 1) {
      return frame.readUInt32BE(offset + 8)
    }
  }
  return 0
}

/** After the last frame there may be tags, or nothing but zeros. */
async function isTail(file: FileBytes, from: number): Promise<boolean> {
  const start = (await file.at(from, 11)).toString('latin1')
  if (TAGS.some((tag) => start.startsWith(tag))) return true
  for (let at = from; at < file.size; at += 4096) {
    if ((await file.at(at, 4096)).some((byte) => byte !== 0)) return false
  }
  return true
}
