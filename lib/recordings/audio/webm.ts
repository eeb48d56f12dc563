import { BrokenAudio, type FileBytes } from './file-bytes.ts'

// Elements of EBML (RFC 8794) by their ids in Matroska (RFC 9559).
const HEADER = 0x1a45dfa3
const DOC_TYPE = 0x4282
const SEGMENT = 0x18538067
const CLUSTER = 0x1f43b675
/** What stands beside clusters, and so ends one that does not say how long it is. */
const BESIDE_CLUSTERS = [CLUSTER, 0x1c53bb6b, 0x1254c367, 0x114d9b74, 0x1549a966, 0x1654ae6b, 0x1043a770, 0x1941a469]

interface Element {
  id: number
  /** Where its content begins and ends; the end is null where it is not said. */
  from: number
  to: number | null
}

/** Whether an EBML file says that it is WebM. */
export async function isWebm(file: FileBytes): Promise<boolean> {
  const header = await readElement(file, 0)
  for (let at = header.from; at < (header.to ?? 0); ) {
    const { id, from, to } = await readElement(file, at)
    if (to === null) return false
    if (id === DOC_TYPE) return (await file.at(from, to - from)).toString('latin1').replace(/\0+$/, '') === 'webm'
    at = to
  }
  return false
}

/** Walks through a WebM file element by element. Throws when one is longer than the file, or when there is no sound. */
export async function walkWebm(file: FileBytes): Promise<void> {
  const header = await readElement(file, 0)
  const segment = await readElement(file, header.to ?? file.size)
  if (header.id !== HEADER || segment.id !== SEGMENT) throw new BrokenAudio('The WebM file has no segment')
  const end = segment.to ?? file.size
  if (end !== file.size) throw new BrokenAudio('The WebM file is longer or shorter than it says')
  let clusters = 0
  for (let at = segment.from; at < end; ) {
    const element = await readElement(file, at)
    if (element.id === CLUSTER) clusters++
    at = element.to ?? (await endOfCluster(file, element))
    if (at > end) throw new BrokenAudio('The WebM file ends within an element')
  }
  if (clusters === 0) throw new BrokenAudio('The WebM file has no sound')
}

/** A recorder that writes as it hears does not know how long a cluster will be: it goes on until something else begins. */
async function endOfCluster(file: FileBytes, { id, from }: Element): Promise<number> {
  if (id !== CLUSTER) throw new BrokenAudio('The WebM file has an element without an end')
  for (let at = from; at < file.size; ) {
    const inner = await readElement(file, at)
    if (BESIDE_CLUSTERS.includes(inner.id)) return at
    if (inner.to === null) throw new BrokenAudio('The WebM file has an element without an end')
    at = inner.to
  }
  return file.size
}

async function readElement(file: FileBytes, at: number): Promise<Element> {
  const head = await file.at(at, 12)
  const idBytes = Math.clz32(head[0] ?? 0) - 23
  const sizeBytes = Math.clz32(head[idBytes] ?? 0) - 23
  if (idBytes > 4 || sizeBytes > 8 || head.length < idBytes + sizeBytes)
    throw new BrokenAudio('The WebM file is not whole')
  const id = head.readUIntBE(0, idBytes)
  const from = at + idBytes + sizeBytes
  const size = head.subarray(idBytes, idBytes + sizeBytes)
  const first = size[0]! & (0xff >> sizeBytes)
  const isUnknown = first === 0xff >> sizeBytes && size.subarray(1).every((byte) => byte === 0xff)
  if (isUnknown) return { id, from, to: null }
  const to = from + size.subarray(1).reduce((sum, byte) => sum * 256 + byte, first)
  if (to > file.size) throw new BrokenAudio('The WebM file ends within an element')
  return { id, from, to }
}
