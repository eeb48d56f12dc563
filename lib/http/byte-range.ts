/** First and last byte of a part of a file. */
export interface ByteRange {
  from: number
  to: number
}

const ONE_RANGE = /^bytes=\s*(\d*)-(\d*)\s*$/

/**
 * The part that a Range header asks for (RFC 9110, section 14): null for the whole file, which is also what a header nobody
 * understands gets; `unsatisfiable` for a part that does not exist and for several parts at once.
 */
export function readByteRange(header: string | null, bytes: number): ByteRange | 'unsatisfiable' | null {
  if (!header?.startsWith('bytes=')) return null
  if (header.includes(',')) return 'unsatisfiable'
  const [, first, last] = ONE_RANGE.exec(header) ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return null
  if (first === '')
    return last.length > 0 && Number(last) > 0
      ? { from: Math.max(0, bytes - Number(last)), to: bytes - 1 }
      : 'unsatisfiable'
  const [from, to] = [Number(first), last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)]
  if (last !== '' && Number(last) < from) return null
  return from < bytes ? { from, to } : 'unsatisfiable'
}
