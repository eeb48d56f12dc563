'use client'
import { useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import useSWR from 'swr'
import { apiFilters, type Filters, readQuery, viewOf, withFilters } from '#components/call-log/log-query.ts'
import { useToday } from '#components/call-log/use-today.ts'
import { ApiError } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import type { Answering, Period } from './stats.ts'

/** The filters in the page's address, by the names the call log has for them; `change` is a step of the browser's history. */
export function useStatsFilters() {
  const params = useSearchParams()
  const filters = useMemo(() => readQuery(new URLSearchParams(params)).filters, [params])
  const change = useCallback((changes: Filters) => {
    const present = readQuery(new URLSearchParams(window.location.search))
    window.history.pushState(null, '', `/stats?${viewOf(withFilters(present, changes))}`)
  }, [])
  return { filters, change }
}

/** The figures of the calls that filters let through, and the query they were asked by. */
export function useStats(filters: Filters) {
  const of = apiFilters(filters, useToday()).toString()
  const { data, error, isLoading, mutate } = useSWR<{ data: Period }>(KEYS.stats(of))
  const failure = error instanceof ApiError ? error : null
  // After a refusal the figures of another query would still stand here.
  const period = failure ? null : (data?.data ?? null)
  return { of, period, failure, isLoading, retry: () => void mutate() }
}

/** How the calls of the same query were answered: asked for at once with the sums, and counted call by call, so it comes later. */
export function useAnswering(of: string) {
  const { data, error, isLoading, mutate } = useSWR<{ data: Answering }>(KEYS.answering(of))
  const failure = error instanceof ApiError ? error : null
  return { answering: failure ? null : (data?.data ?? null), failure, isLoading, retry: () => void mutate() }
}
