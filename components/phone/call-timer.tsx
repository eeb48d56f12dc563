'use client'
import { useEffect, useState } from 'react'
import { formatTimer } from './format.ts'

/** Time since that moment of this browser's clock. Not live for screen readers: it would speak every second. */
export function CallTimer({ since, className }: { since: number; className?: string }) {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return (
    <span role="timer" aria-live="off" className={`figures ${className ?? ''}`}>
      {formatTimer((now - since) / 1000)}
    </span>
  )
}
