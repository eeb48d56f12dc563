'use client'
import { useEffect, useRef } from 'react'

const TEXT = 'input, textarea, select, [contenteditable], [role="listbox"], [role="menu"]'

/** Gives the digits typed while no text field and no menu has the focus. */
export function useTypeAnywhere(onKey: (key: string) => void, enabled = true): void {
  const latest = useRef(onKey)
  useEffect(() => {
    latest.current = onKey
  })
  useEffect(() => {
    if (!enabled) return
    const listen = (event: KeyboardEvent) => {
      if (!/^[0-9*#+]$/.test(event.key) || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return
      if (event.target instanceof Element && event.target.closest(TEXT)) return
      latest.current(event.key)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [enabled])
}
