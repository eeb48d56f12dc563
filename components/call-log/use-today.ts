'use client'
import { useSyncExternalStore } from 'react'
import { useDesk } from '#components/desk/desk-context.tsx'
import { isoDay } from '#components/ui/reader.ts'

function everyMinute(look: () => void): () => void {
  const timer = setInterval(look, 60_000)
  return () => clearInterval(timer)
}

/** The day it is for the business: 2026-11-20. */
export function useToday(): string {
  const { ownTimeZone } = useDesk().business
  const today = () => isoDay(Date.now(), ownTimeZone)
  return useSyncExternalStore(everyMinute, today, today)
}
