import { encodeWav } from '#lib/media/wav.ts'

// The smallest whole files of each kind, made here: one second or so of silence.

const text = (value: string) => Buffer.from(value, 'latin1')
const u32le = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}

const u32be = (value: number) => u32le(value).reverse()

export const wavSound = (seconds = 1, channels = 1): Buffer =>
  encodeWav(new Int16Array(8000 * seconds * channels).fill(9000), 8000, channels)

/** Frames of 128 kbit/s at 44.1 kHz in stereo, 26.12 ms each, all zeros inside. */
export function mp3Sound(frames = 40): Buffer {
  const frame = Buffer.concat([Buffer.from([0xff, 0xfb, 0x90, 0x00]), Buffer.alloc(413)])
  return Buffer.concat(Array(frames).fill(frame))
}

/** An MP3 file whose first frame says how many more there are. */
export function mp3WithCount(frames: number, said = frames): Buffer {
  const file = mp3Sound(frames + 1)
  text('Xing').copy(file, 36)
  file.writeUInt32BE(1, 40)
  file.writeUInt32BE(said, 44)
  return file
}

/** Opus at 48 kHz in one channel: a page a second. */
export function oggSound(seconds = 2): Buffer {
  const head = Buffer.concat([text('OpusHead'), Buffer.from([1, 1, 0, 0]), u32le(48_000), Buffer.from([0, 0, 0])])
  const tags = Buffer.concat([text('OpusTags'), u32le(4), text('test'), u32le(0)])
  const pages = [oggPage(head, 0, 0, 2), oggPage(tags, 1, 0, 0)]
  for (let second = 1; second <= seconds; second++) {
    pages.push(oggPage(Buffer.alloc(20, 0xfc), second + 1, second * 48_000, second === seconds ? 4 : 0))
  }
  return Buffer.concat(pages)
}

function oggPage(body: Buffer, sequence: number, granule: number, flags: number): Buffer {
  const head = Buffer.alloc(27)
  head.write('OggS', 'latin1')
  head[5] = flags
  head.writeBigInt64LE(BigInt(granule), 6)
  head.writeUInt32LE(7, 14)
  head.writeUInt32LE(sequence, 18)
  head[26] = 1
  const page = Buffer.concat([head, Buffer.from([body.length]), body])
  page.writeUInt32LE(oggChecksum(page), 22)
  return page
}

function oggChecksum(page: Buffer): number {
  let sum = 0
  for (const byte of page) {
    sum ^= byte << 24
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x80000000 ? (sum << 1) ^ 0x04c11db7 : sum << 1
  }
  return sum >>> 0
}

/** One channel of 16 bits at 8 kHz, each frame 4096 samples of the same value. said: the samples its header announces. */
export function flacSound(frames = 2, said = frames * 4096): Buffer {
  const info = Buffer.alloc(34)
  info.writeUInt16BE(4096, 0)
  info.writeUInt16BE(4096, 2)
  info.writeUIntBE((8000 << 4) | 0, 10, 3)
  info[13] = 0xf0
  info.writeUInt32BE(said, 14)
  const blocks = Buffer.concat([text('fLaC'), Buffer.from([0x80, 0, 0, 34]), info])
  return Buffer.concat([blocks, ...Array.from({ length: frames }, (_, number) => flacFrame(number))])
}

function flacFrame(number: number): Buffer {
  const head = Buffer.from([0xff, 0xf8, 0xc4, 0x08, number])
  const body = Buffer.concat([head, Buffer.from([checksum(head, 0x07, 8), 0x00, 0x12, 0x34])])
  const sum = checksum(body, 0x8005, 16)
  return Buffer.concat([body, Buffer.from([sum >> 8, sum & 0xff])])
}

function checksum(bytes: Buffer, polynomial: number, bits: number): number {
  let sum = 0
  for (const byte of bytes) {
    sum ^= byte << (bits - 8)
    for (let bit = 0; bit < 8; bit++) sum = (sum >> (bits - 1)) & 1 ? (sum << 1) ^ polynomial : sum << 1
    sum &= 2 ** bits - 1
  }
  return sum
}

interface WebmShape {
  docType?: string
  trackType?: number
  /** As a recorder writes it that does not know yet how long it will be. */
  live?: boolean
  /** Nanoseconds of the unit of its times. */
  scaleNs?: number
}

/** Opus in one track, two clusters of one block. */
export function webmSound({
  docType = 'webm',
  trackType = 2,
  live = false,
  scaleNs = 1_000_000,
}: WebmShape = {}): Buffer {
  const header = element('1a45dfa3', Buffer.concat([element('4282', text(docType)), element('4287', Buffer.from([4]))]))
  const audio = element('e1', Buffer.concat([element('b5', float(48_000)), element('9f', Buffer.from([1]))]))
  const kinds = [
    element('d7', Buffer.from([1])),
    element('83', Buffer.from([trackType])),
    element('86', text('A_OPUS')),
  ]
  const tracks = element('1654ae6b', element('ae', Buffer.concat([...kinds, audio])))
  const info = [element('2ad7b1', u32be(scaleNs)), ...(live ? [] : [element('4489', float(2000))])]
  const clusters = [0, 1000].map((at) => {
    const time = element('e7', Buffer.from([at >> 8, at & 0xff]))
    return element('1f43b675', Buffer.concat([time, element('a3', Buffer.from([0x81, 0, 0, 0x80, 0xfc, 0xff]))]), live)
  })
  const segment = Buffer.concat([element('1549a966', Buffer.concat(info)), tracks, ...clusters])
  return Buffer.concat([header, element('18538067', segment, live)])
}

function element(id: string, content: Buffer, isEndless = false): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt32BE((0x10000000 | content.length) >>> 0)
  return Buffer.concat([Buffer.from(id, 'hex'), isEndless ? Buffer.from('01ffffffffffffff', 'hex') : size, content])
}

function float(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes
}
