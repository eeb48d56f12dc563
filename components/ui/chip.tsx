import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './class-names.ts'
import { Icon } from './icon.tsx'

export type Tone = 'ringing' | 'live' | 'hold' | 'ended' | 'problem'

const TINT: Record<Tone, string> = {
  ringing: 'bg-ringing-tint text-ringing-ink',
  live: 'bg-live-tint text-live-ink',
  hold: 'bg-hold-tint text-hold-ink',
  ended: 'bg-ended-tint text-ended-ink',
  problem: 'bg-problem-tint text-problem-ink',
}
const SOLID: Record<Tone, string> = {
  ringing: 'bg-ringing text-on-ringing',
  live: 'bg-live text-on-live',
  hold: 'bg-hold text-on-hold',
  ended: 'bg-ended text-on-ended',
  problem: 'bg-problem text-on-problem',
}

/** A call's state: icon and word. Solid on the card that is in focus, a tint in lists. */
export function Chip({
  tone,
  icon,
  solid,
  children,
}: {
  tone: Tone
  icon: LucideIcon
  solid?: boolean
  children: ReactNode
}) {
  return (
    <span
      className={cn(
        'inline-flex h-5 flex-none items-center gap-1 rounded-full pr-2 pl-1.5 text-12 font-medium whitespace-nowrap',
        solid ? SOLID[tone] : TINT[tone],
      )}
    >
      <Icon of={icon} size={12} />
      {children}
    </span>
  )
}
