'use client'
import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import { hrefOf, type LogQuery, readQuery } from './log-query.ts'

/** The list's address, and the way to another: a new step of the browser's history, or in place of the present one. No server is asked for a page. */
export function useLogQuery() {
  const params = useSearchParams()
  const query = useMemo(() => readQuery(new URLSearchParams(params)), [params])
  const go = useCallback((next: LogQuery, how: 'push' | 'replace' = 'push') => {
    if (how === 'push') window.history.pushState(null, '', hrefOf(next))
    else window.history.replaceState(null, '', hrefOf(next))
  }, [])
  return { query, go }
}
