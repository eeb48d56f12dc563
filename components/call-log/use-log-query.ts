'use client'
import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { hrefOf, type LogQuery, readQuery } from './log-query.ts'

/** Goes to another list, or to the present one changed: a new step of the browser's history, or in place of this one. */
export type Go = (next: LogQuery | ((now: LogQuery) => LogQuery), how?: 'push' | 'replace') => void

/** The list's address, and the way to another. No server is asked for a page. */
export function useLogQuery(): { query: LogQuery; go: Go } {
  const params = useSearchParams()
  const query = useMemo(() => readQuery(new URLSearchParams(params)), [params])
  const go = useCallback<Go>((next, how = 'push') => {
    // What was drawn may be a step behind the address.
    const present = readQuery(new URLSearchParams(window.location.search))
    const href = hrefOf(typeof next === 'function' ? next(present) : next)
    if (how === 'push') window.history.pushState(null, '', href)
    else window.history.replaceState(null, '', href)
  }, [])
  return { query, go }
}
