import { childrenOf, type Element, readElement, readNumber } from './ebml.ts'
import { BrokenAudio, type FileBytes } from './file-bytes.ts'

// Ids of Matroska's elements (RFC 9559).
const HEADER = 0x1a45dfa3
const DOC_TYPE = 0x4282
const SEGMENT = 0x18538067
const INFO = 0x1549a966
const TIME_SCALE = 0x2ad7b1
const TRACKS = 0x1654ae6b
const TRACK_TYPE = 0x83
const AUDIO = 0xe1
const SAMPLE_RATE = 0xb5
const CHANNELS = 0x9f
const CLUSTER = 0x1f43b675
const TIME = 0xe7
const SIMPLE_BLOCK = 0xa3
const BLOCK_GROUP = 0xa0
/** What stands beside clusters, and so ends one that does not say how long it is. */
const BESIDE_CLUSTERS = [CLUSTER, INFO, TRACKS, 0x1c53bb6b, 0x1254c367, 0x114d9b74, 0x1043a770, 0x1941a469]
const SOUND = 2

interface Webm {
  durationMs: number
  channels: number
  sampleRate: number
}

/** Whether an EBML file says that it is WebM. */
export async function isWebm(file: FileBytes): Promise<boolean> {
  const type = (await childrenOf(file, await readElement(file, 0))).find(({ id }) => id === DOC_TYPE)
  return type !== undefined && (await file.at(type.from, type.to - type.from)).toString('latin1') === 'webm'
}

/**
 * Walks through a WebM file to its last block, also as a recorder writes it that did not know how long it would be. Throws
 * when it is not whole, or has something else than one track of sound.
 */
export async function walkWebm(file: FileBytes): Promise<Webm> {
  const header = await readElement(file, 0)
  const segment = await readElement(file, header.to ?? file.size)
  if (header.id !== HEADER || segment.id !== SEGMENT) throw new BrokenAudio('The WebM file has no segment')
  if ((segment.to ?? file.size) !== file.size) throw new BrokenAudio('The WebM file is not as long as it says')
  const found = { scaleNs: 1_000_000, track: null as Omit<Webm, 'durationMs'> | null, last: null as number | null }
  for (let at = segment.from; at < file.size; ) {
    const element = await readElement(file, at)
    if (element.id === INFO) found.scaleNs = await readScale(file, element)
    if (element.id === TRACKS) found.track = await readTrack(file, element)
    if (element.id === CLUSTER) {
      const { end, last } = await walkCluster(file, element)
      found.last = Math.max(found.last ?? 0, last)
      at = end
    } else at = endOf(element)
  }
  if (!found.track || found.last === null) throw new BrokenAudio('The WebM file has no sound')
  return { ...found.track, durationMs: Math.round((found.last * found.scaleNs) / 1e6) }
}

function endOf({ to }: Element): number {
  if (to === null) throw new BrokenAudio('The WebM file has an element without an end')
  return to
}

async function readScale(file: FileBytes, info: Element): Promise<number> {
  const scale = (await childrenOf(file, info)).find(({ id }) => id === TIME_SCALE)
  return scale ? readNumber(file, scale, 'whole') : 1_000_000
}

async function readTrack(file: FileBytes, tracks: Element): Promise<Omit<Webm, 'durationMs'>> {
  const [track, ...others] = await childrenOf(file, tracks)
  const parts = track ? await childrenOf(file, track) : []
  const type = parts.find(({ id }) => id === TRACK_TYPE)
  if (!type || others.length > 0 || (await readNumber(file, type, 'whole')) !== SOUND) {
    throw new BrokenAudio('The WebM file holds something else than one track of sound')
  }
  const audio = parts.find(({ id }) => id === AUDIO)
  const facts = audio ? await childrenOf(file, audio) : []
  const [rate, channels] = [SAMPLE_RATE, CHANNELS].map((wanted) => facts.find(({ id }) => id === wanted))
  return {
    sampleRate: rate ? Math.round(await readNumber(file, rate, 'float')) : 8000,
    channels: channels ? await readNumber(file, channels, 'whole') : 1,
  }
}

/** Where a cluster ends, and the time of its last block in the file's own unit. */
async function walkCluster(file: FileBytes, { from, to }: Element): Promise<{ end: number; last: number }> {
  let [at, start, last] = [from, 0, 0]
  while (at < (to ?? file.size)) {
    const part = await readElement(file, at)
    if (to === null && BESIDE_CLUSTERS.includes(part.id)) break
    if (part.id === TIME) start = await readNumber(file, part, 'whole')
    const block = part.id === BLOCK_GROUP ? await readElement(file, part.from) : part
    // A block begins with its track in one byte and its time in two, from its cluster's.
    if (part.id === SIMPLE_BLOCK || part.id === BLOCK_GROUP)
      last = start + (await file.whole(block.from, 3)).readInt16BE(1)
    at = endOf(part)
  }
  return { end: at, last }
}
