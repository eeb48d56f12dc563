import type { HistoryCall } from '#components/calls/history.ts'

/** A stretch of the list, as one request brings it. */
export interface Chunk {
  calls: HistoryCall[]
  /** Where the next one begins; null at the end. */
  next: string | null
  total: number
  /** There are more than `total`. */
  isFloor: boolean
}

/**
 * The list as it stands on screen. Its rows keep their places: what is read again changes them where they are, and new
 * calls wait until they are asked for.
 */
export interface CallLog {
  calls: HistoryCall[]
  parts: { cursor: string | null; from: number }[]
  next: string | null
  total: number
  isFloor: boolean
  /** New calls that belong above the rows. */
  waiting: number
}

/** Rows before the end at which the next chunk is fetched. */
const AHEAD = 20

/** A list that begins with its first chunk. */
export const startLog = ({ calls, next, total, isFloor }: Chunk): CallLog => ({
  ...{ calls, next, total, isFloor, waiting: 0 },
  parts: [{ cursor: null, from: 0 }],
})

/** The list after a chunk was read, for the first time or again; cursor null is the first chunk. */
export function takeChunk(log: CallLog, cursor: string | null, chunk: Chunk): CallLog {
  const { calls } = changeRows(log, chunk.calls)
  const known = new Set(log.calls.map(({ id }) => id))
  const { total, isFloor } = chunk
  if (cursor === null) return { ...log, calls, total, isFloor, waiting: countNew(chunk, known) }
  if (cursor !== log.next) return { ...log, calls, total, isFloor }
  return {
    ...{ ...log, total, isFloor, next: chunk.next },
    calls: [...calls, ...chunk.calls.filter(({ id }) => !known.has(id))],
    parts: [...log.parts, { cursor, from: calls.length }],
  }
}

/** The list with these calls as they are now, where it has them. */
export function changeRows(log: CallLog, calls: HistoryCall[]): CallLog {
  const fresh = new Map(calls.map((call) => [call.id, call]))
  return { ...log, calls: log.calls.map((call) => fresh.get(call.id) ?? call) }
}

/** Rows that the first chunk had and has no more: marked, they may have left the filter, but not yet the screen. */
export function strayIds(log: CallLog, first: Chunk): string[] {
  const known = new Set(first.calls.map(({ id }) => id))
  return log.calls.slice(0, log.parts[1]?.from).flatMap(({ id }) => (known.has(id) ? [] : id))
}

/** Unknown calls above the last known one; those below it only moved up when another one went. */
function countNew({ calls }: Chunk, known: Set<string>): number {
  const last = calls.findLastIndex(({ id }) => known.has(id))
  const above = last === -1 ? calls : calls.slice(0, last)
  return above.filter(({ id }) => !known.has(id)).length
}

/** The chunk to read for rows `first` to `last`: the next one near the end, else the one they stand in; null is the first. */
export function chunkFor(log: CallLog, first: number, last: number): string | null {
  if (log.next !== null && last >= log.calls.length - AHEAD) return log.next
  return log.parts.findLast(({ from }) => from <= first)?.cursor ?? null
}
