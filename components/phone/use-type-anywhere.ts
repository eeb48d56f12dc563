'use client'
import { useEffect, useRef } from 'react'

const TEXT = 'input, textarea, select, [contenteditable], [role="listbox"], [role="menu"]'

interface Typing {
  onDigit: (digit: string) => void
  onBackspace?: () => void
  onEscape?: () => void
}

/** Gives the keys of a dialer that are typed while no text field and no menu has the focus. */
export function useTypeAnywhere(typing: Typing): void {
  const latest = useRef(typing)
  useEffect(() => {
    latest.current = typing
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return
      if (event.target instanceof Element && event.target.closest(TEXT)) return
      if (event.key === 'Backspace') latest.current.onBackspace?.()
      else if (event.key === 'Escape') latest.current.onEscape?.()
      else if (/^[0-9*#+]$/.test(event.key) && !event.repeat) latest.current.onDigit(event.key)
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  }, [])
}
