import { BrokenAudio, type FileBytes } from './file-bytes.ts'

const HEAD_BYTES = 27
const LAST_PAGE = 4

/** Walks through an Ogg file page by page (RFC 3533). Throws unless it is whole: every stream has its last page, and nothing follows. */
export async function walkOgg(file: FileBytes): Promise<void> {
  const open = new Set<number>()
  let pages = 0
  for (let at = 0; at < file.size; pages++) {
    const head = await file.whole(at, HEAD_BYTES)
    if (head.toString('latin1', 0, 4) !== 'OggS' || head[4] !== 0)
      throw new BrokenAudio('The Ogg file has a page that is none')
    const [flags, stream, segments] = [head[5]!, head.readUInt32LE(14), head[26]!]
    const lengths = await file.whole(at + HEAD_BYTES, segments)
    at += HEAD_BYTES + segments + lengths.reduce((sum, length) => sum + length, 0)
    if (at > file.size) throw new BrokenAudio('The Ogg file ends within a page')
    if ((flags & LAST_PAGE) === 0) open.add(stream)
    else open.delete(stream)
  }
  if (pages < 2 || open.size > 0) throw new BrokenAudio('The Ogg file ends before its last page')
}
