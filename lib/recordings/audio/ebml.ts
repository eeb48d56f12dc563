import { BrokenAudio, type FileBytes } from './file-bytes.ts'

/** An element of EBML (RFC 8794) with the place of its content; `to` is null where the file does not say where it ends. */
export interface Element {
  id: number
  from: number
  to: number | null
}

/** What is looked through as a whole has a handful. */
const MOST_CHILDREN = 1000

/** The element that begins here. Throws when it does not end within the file. */
export async function readElement(file: FileBytes, at: number): Promise<Element> {
  const head = await file.at(at, 12)
  const idBytes = Math.clz32(head[0] ?? 0) - 23
  const sizeBytes = Math.clz32(head[idBytes] ?? 0) - 23
  if (idBytes > 4 || sizeBytes > 8 || head.length < idBytes + sizeBytes)
    throw new BrokenAudio('The file ends too early')
  const id = head.readUIntBE(0, idBytes)
  const from = at + idBytes + sizeBytes
  const size = head.subarray(idBytes, idBytes + sizeBytes)
  const first = size[0]! & (0xff >> sizeBytes)
  const isUnknown = first === 0xff >> sizeBytes && size.subarray(1).every((byte) => byte === 0xff)
  if (isUnknown) return { id, from, to: null }
  const to = from + size.subarray(1).reduce((sum, byte) => sum * 256 + byte, first)
  if (to > file.size) throw new BrokenAudio('The file ends within an element')
  return { id, from, to }
}

/** The elements inside another, which all say where they end. */
export async function childrenOf(file: FileBytes, { from, to }: Element): Promise<(Element & { to: number })[]> {
  const children = []
  for (let at = from; at < (to ?? 0); ) {
    const child = await readElement(file, at)
    if (child.to === null || child.to > to!) throw new BrokenAudio('The file has an element without an end')
    if (children.length === MOST_CHILDREN) throw new BrokenAudio('The file has an element with too much in it')
    children.push({ ...child, to: child.to })
    at = child.to
  }
  return children
}

/** The content of a short element as a number: whole, or a float where it must be one. */
export async function readNumber(file: FileBytes, { from, to }: Element, kind: 'whole' | 'float'): Promise<number> {
  const bytes = await file.whole(from, Math.min((to ?? from) - from, 8))
  if (kind === 'float') return bytes.length === 8 ? bytes.readDoubleBE() : bytes.length === 4 ? bytes.readFloatBE() : 0
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0)
}
