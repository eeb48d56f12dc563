'use client'
import { formatExact, formatWhen } from '#components/calls/when.ts'
import { useDesk } from './desk-context.tsx'

/** Times as the reader wants them: when (Today 14:20), exact (20 Nov 14:20:07). */
export function useTimes() {
  const { timeZone } = useDesk().business
  return { when: (iso: string) => formatWhen(iso, timeZone), exact: (iso: string) => formatExact(iso, timeZone) }
}
