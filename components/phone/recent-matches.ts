import type { HistoryCall } from '#components/calls/history.ts'

const LEAST_DIGITS = 3

/** The recent calls whose number has these digits in it, whichever way it was typed; null when that narrows nothing down. */
export function recentMatches(calls: HistoryCall[], typed: string): HistoryCall[] | null {
  const digits = typed.replace(/\D/g, '').replace(/^0+/, '')
  if (digits.length < LEAST_DIGITS) return null
  const matches = calls.filter((call) => call.caller_phone?.includes(digits))
  return matches.length > 0 ? matches : null
}
