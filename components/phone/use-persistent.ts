'use client'
import { useCallback, useSyncExternalStore } from 'react'

const listeners = new Set<() => void>()
const tell = () => {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) window.addEventListener('storage', tell)
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) window.removeEventListener('storage', tell)
  }
}

/** A text this browser remembers, the same in all its tabs. */
export function usePersistent(key: string): [string | null, (value: string) => void] {
  const value = useSyncExternalStore(
    subscribe,
    () => window.localStorage.getItem(key),
    () => null,
  )
  const set = useCallback(
    (next: string) => {
      window.localStorage.setItem(key, next)
      tell()
    },
    [key],
  )
  return [value, set]
}
