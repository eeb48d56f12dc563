'use client'
import { useNumberText } from '#components/phone/number-text.tsx'
import type { HistoryCall } from './history.ts'

/** The other party by name where one is known, else by number. */
export function usePartyText(): (call: HistoryCall) => string {
  const numberText = useNumberText()
  return (call) => call.caller_name ?? numberText(call.caller_phone)
}
