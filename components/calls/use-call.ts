'use client'
import useSWR from 'swr'
import { ApiError } from '#components/live/fetch-json.ts'
import { KEYS } from '#components/live/keys.ts'
import type { CallDetail, LedgerEvent } from './history.ts'

/** One call; events keep it true. What was read of another call is never shown for this one. */
export function useCall(id: string) {
  const { data, error, mutate } = useSWR<{ data: CallDetail }>(KEYS.call(id), { keepPreviousData: false })
  const failure = error === undefined || data ? null : { code: error instanceof ApiError ? error.code : 'unexpected' }
  return { call: data?.data, failure, retry: () => void mutate() }
}

/** The ledger of a call, for those who may read it. */
export const useLedger = (id: string) =>
  useSWR<{ data: { events: LedgerEvent[] } }>(KEYS.callEvents(id), { keepPreviousData: false }).data?.data.events
