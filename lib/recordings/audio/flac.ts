import { BrokenAudio, type FileBytes } from './file-bytes.ts'

// RFC 9639: metadata blocks, then frames, each with a checksum of its header and one of the whole.
const STREAM_INFO_BYTES = 34
/** Frames of usual encoders are far smaller. */
const TAIL_BYTES = 64 * 1024
const CRC_8 = 0x07
const CRC_16 = 0x8005

interface StreamInfo {
  blockSamples: number
  rateHz: number
  samples: number
}

/**
 * Checks that a FLAC file is whole and returns how many milliseconds it lasts: its last frame is whole by its checksum, and
 * is the one that its header announces as the last.
 */
export async function walkFlac(file: FileBytes): Promise<number> {
  const info = readStreamInfo(await file.whole(8, STREAM_INFO_BYTES))
  const audioFrom = await skipBlocks(file)
  const tailFrom = Math.max(audioFrom, file.size - TAIL_BYTES)
  const end = endOfLastFrame(await file.at(tailFrom, TAIL_BYTES), info)
  if (end === null || (info.samples !== 0 && end !== info.samples)) throw new BrokenAudio('The FLAC file is not whole')
  if (info.rateHz === 0) throw new BrokenAudio('The FLAC file does not say how fast it is played')
  return Math.round((end * 1000) / info.rateHz)
}

function readStreamInfo(block: Buffer): StreamInfo {
  const rateHz = block.readUIntBE(10, 3) >> 4
  const samples = (block[13]! & 0x0f) * 2 ** 32 + block.readUInt32BE(14)
  return { blockSamples: block.readUInt16BE(0), rateHz, samples }
}

async function skipBlocks(file: FileBytes): Promise<number> {
  for (let at = 4; ; ) {
    const head = await file.whole(at, 4)
    if (at === 4 && ((head[0]! & 0x7f) !== 0 || head.readUIntBE(1, 3) !== STREAM_INFO_BYTES)) {
      throw new BrokenAudio('The FLAC file does not begin with what it holds')
    }
    at += 4 + head.readUIntBE(1, 3)
    if (at > file.size) throw new BrokenAudio('The FLAC file ends within its header')
    if ((head[0]! & 0x80) !== 0) return at
  }
}

/** The sample after the last frame of a file's end; null when no frame reaches it. */
function endOfLastFrame(tail: Buffer, { blockSamples }: StreamInfo): number | null {
  for (let at = tail.length - 6; at >= 0; at--) {
    if (tail[at] !== 0xff || (tail[at + 1]! & 0xfe) !== 0xf8) continue
    const frame = readFrameHeader(tail.subarray(at), blockSamples)
    if (frame !== null && crc(tail.subarray(at), CRC_16, 16) === 0) return frame
  }
  return null
}

/** The sample after a frame, when these bytes are the start of one. */
function readFrameHeader(bytes: Buffer, blockSamples: number): number | null {
  const code = bytes[2]! >> 4
  const numberBytes = codedBytes(bytes[4]!)
  const sizeBytes = code === 6 ? 1 : code === 7 ? 2 : 0
  const rateBytes = [1, 2, 2][(bytes[2]! & 0x0f) - 12] ?? 0
  const headBytes = 4 + numberBytes + sizeBytes + rateBytes + 1
  if (code === 0 || numberBytes === 0 || bytes.length < headBytes || crc(bytes.subarray(0, headBytes), CRC_8, 8) !== 0)
    return null
  const samples = sizeBytes > 0 ? bytes.readUIntBE(4 + numberBytes, sizeBytes) + 1 : SAMPLES_OF[code]!
  const number = readCoded(bytes.subarray(4, 4 + numberBytes))
  const isVariable = (bytes[1]! & 1) === 1
  return (isVariable ? number : number * blockSamples) + samples
}

const SAMPLES_OF = [0, 192, 576, 1152, 2304, 4608, 0, 0, 256, 512, 1024, 2048, 4096, 8192, 16_384, 32_768]

/** How many bytes a number has that begins with this one, as in UTF-8; none when no number does. */
function codedBytes(first: number): number {
  const ones = Math.clz32(~(first << 24))
  return ones === 0 ? 1 : ones === 1 || ones > 7 ? 0 : ones
}

function readCoded(bytes: Buffer): number {
  const first = bytes.length === 1 ? bytes[0]! : bytes[0]! & (0x7f >> bytes.length)
  return bytes.subarray(1).reduce((sum, byte) => sum * 64 + (byte & 0x3f), first)
}

function crc(bytes: Buffer, polynomial: number, bits: 8 | 16): number {
  const [top, mask] = [1 << (bits - 1), (1 << bits) - 1]
  let sum = 0
  for (const byte of bytes) {
    sum ^= byte << (bits - 8)
    for (let bit = 0; bit < 8; bit++) sum = (sum & top) !== 0 ? ((sum << 1) ^ polynomial) & mask : (sum << 1) & mask
  }
  return sum
}
