'use client'
import useSWR from 'swr'
import { ApiError } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import type { HistoryPage } from './history.ts'

const PER_PAGE = 25

/** One page of the history, newest first; events keep it true. */
export function useCalls(page: number, perPage = PER_PAGE) {
  const { data, error, mutate } = useSWR<HistoryPage>(KEYS.calls(page, perPage))
  const failure = error === undefined || data ? null : { code: error instanceof ApiError ? error.code : 'unexpected' }
  return { page: data?.data, failure, retry: () => void mutate() }
}
