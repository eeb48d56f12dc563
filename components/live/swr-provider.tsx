'use client'
import { useRouter } from 'next/navigation'
import { type ReactNode, useMemo } from 'react'
import { SWRConfig } from 'swr'
import { ApiError, fetchJson } from './fetch-json.ts'

/** What is on screen is read once and again when an event says so; nothing polls. A session that is over leads to the sign-in page. */
export function SwrProvider({ children }: { children: ReactNode }) {
  const router = useRouter()
  const config = useMemo(
    () => ({
      fetcher: fetchJson,
      refreshInterval: 0,
      keepPreviousData: true,
      dedupingInterval: 0,
      onError: (error: unknown) => {
        if (error instanceof ApiError && error.status === 401) router.replace('/sign-in')
      },
    }),
    [router],
  )
  return <SWRConfig value={config}>{children}</SWRConfig>
}
