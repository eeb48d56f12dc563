'use client'
import { useSyncExternalStore } from 'react'

type Numbers = typeof import('#lib/phone-number.ts')

let loaded: Numbers | null = null
let loading = false
const listeners = new Set<() => void>()

async function load(): Promise<void> {
  loading = true
  try {
    loaded = await import('#lib/phone-number.ts')
  } finally {
    loading = false
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  if (!loaded && !loading) void load()
  return () => void listeners.delete(listener)
}

/** The number rules, with every country's plan: too heavy for the first paint, so they come after it. Null until then. */
export const useNumbers = (): Numbers | null =>
  useSyncExternalStore(
    subscribe,
    () => loaded,
    () => null,
  )
