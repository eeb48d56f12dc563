'use client'
import useSWR from 'swr'
import { KEYS } from '#components/live/keys.ts'
import type { CallRow } from '#lib/phone/wire.ts'

/** This agent's open and just ended calls, as the ledger has them. */
export const useMyCalls = () => useSWR<{ calls: CallRow[] }>(KEYS.myCalls).data?.calls

/** The other party's name, when the ledger knows one. */
export const usePartyName = (callId: string | null): string | null =>
  useMyCalls()?.find(({ id }) => id === callId)?.otherPartyName ?? null
