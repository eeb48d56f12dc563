'use client'
import { useEffect, useState } from 'react'
import { messages } from '#components/messages/messages.ts'

const RADIUS = 9
const AROUND = 2 * Math.PI * RADIUS

/** How long it rings still: the number, and a ring that empties. Under reduced motion the number alone. */
export function RingCountdown({ endsAt }: { endsAt: number }) {
  const [now, setNow] = useState(() => Date.now())
  const [whole] = useState(() => Math.max(1, endsAt - Date.now()))
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  const left = Math.max(0, endsAt - now)
  return (
    <span className="flex flex-none items-center gap-2">
      <span className="figures">{messages.ring.left(Math.ceil(left / 1000))}</span>
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden className="block flex-none motion-reduce:hidden">
        <circle cx="12" cy="12" r={RADIUS} fill="none" stroke="var(--ringing-line)" strokeWidth="3" />
        <circle
          cx="12"
          cy="12"
          r={RADIUS}
          fill="none"
          stroke="currentColor"
          strokeWidth="3"
          strokeDasharray={`${(AROUND * left) / whole} ${AROUND}`}
          transform="rotate(-90 12 12)"
          className="transition-[stroke-dasharray] duration-250 ease-linear"
        />
      </svg>
    </span>
  )
}
