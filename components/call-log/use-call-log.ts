'use client'
import { useCallback, useMemo, useRef, useState } from 'react'
import useSWR from 'swr'
import type { HistoryPage } from '#components/calls/history.ts'
import { ApiError } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import { type CallLog, type Chunk, changeRows, chunkFor, startLog, strayIds, takeChunk } from './call-log.ts'

interface Listed {
  /** The list's own address at the API. */
  of: string
  log: CallLog
}

/** Whether the rows may move now: nobody reads, points at or has chosen one of them. */
export type MayMove = () => boolean

/**
 * The rows of a list, read chunk by chunk as they come on screen. `of` is the API's query without place. Events read the first
 * chunk and the one on screen again; what is new waits until `showNew`, or shows at once where rows may move.
 */
export function useCallLog(of: string, mayMove: MayMove) {
  const [listed, setListed] = useState<Listed | null>(null)
  const [place, setPlace] = useState<{ of: string; cursor: string | null }>({ of, cursor: null })
  const first = useRef<Chunk | null>(null)
  const head = useSWR<HistoryPage>(KEYS.callLog(of, null), {
    ...FRESH,
    onSuccess: (page) => {
      const chunk = chunkOf(page)
      first.current = chunk
      setListed((now) =>
        now?.of === of && !mayMove() ? { of, log: takeChunk(now.log, null, chunk) } : begin(of, chunk),
      )
    },
  })
  const cached = useMemo(() => (head.data ? startLog(chunkOf(head.data)) : null), [head.data])
  const cursor = place.of === of ? place.cursor : null
  const more = useSWR<HistoryPage>(cursor === null ? null : KEYS.callLog(of, cursor), {
    ...FRESH,
    onSuccess: (page) =>
      setListed((now) => {
        const log = now?.of === of ? now.log : cached
        return log ? { of, log: takeChunk(log, cursor, chunkOf(page)) } : now
      }),
  })
  const strays = listed?.of === of && head.data ? strayIds(listed.log, chunkOf(head.data)) : []
  useSWR<HistoryPage>(strays.length > 0 ? KEYS.callLog(`ids=${strays.join()}`, null) : null, {
    ...FRESH,
    onSuccess: (page) => setListed((now) => now && { ...now, log: changeRows(now.log, page.data.calls) }),
  })
  const log = listed?.of === of ? listed.log : (cached ?? listed?.log ?? null)
  return {
    log,
    // The rows of another list are no answer to this one.
    failure: head.error && !cached && listed?.of !== of ? codeOf(head.error) : null,
    retry: () => void head.mutate(),
    moreFailed: more.error ? () => void more.mutate() : null,
    showNew: () => first.current && setListed(begin(of, first.current)),
    onRows: useCallback(
      (from: number, to: number) => log && setPlace({ of, cursor: chunkFor(log, from, to) }),
      [log, of],
    ),
  }
}

/** The rows of another list are kept by the list itself until the new ones are here. */
const FRESH = { keepPreviousData: false }

const begin = (of: string, chunk: Chunk): Listed => ({ of, log: startLog(chunk) })

const codeOf = (error: unknown) => ({ code: error instanceof ApiError ? error.code : 'unexpected' })

function chunkOf({ data: { calls, pagination } }: HistoryPage): Chunk {
  const { next_cursor: next, total_count: total, total_is_floor: isFloor } = pagination
  return { calls, next, total, isFloor }
}
