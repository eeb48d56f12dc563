import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './class-names.ts'
import { Icon } from './icon.tsx'

const TONES = {
  neutral: ['bg-sunken text-ink-2', 'text-ink-3'],
  ringing: ['bg-ringing-tint text-ink', 'text-ringing-ink'],
  hold: ['bg-hold-tint text-ink', 'text-hold-ink'],
  problem: ['bg-problem-tint text-ink', 'text-problem-ink'],
  accent: ['bg-accent-tint text-ink', 'text-accent-ink'],
  inverse: ['bg-inverse text-on-inverse', ''],
} as const

interface NoteProps {
  tone?: keyof typeof TONES
  icon: LucideIcon
  /** What happened. */
  title: string
  /** What to do about it. */
  children?: ReactNode
  code?: string | null
  actions?: ReactNode
  role?: 'alert'
  className?: string
}

/** A sentence with its advice: what happened, what to do, the code. */
export function Note({ tone = 'neutral', icon, title, children, code, actions, role, className }: NoteProps) {
  const [box, iconColour] = TONES[tone]
  return (
    <div role={role} className={cn('flex gap-2 rounded-md px-3 py-2 text-12', box, className)}>
      <Icon of={icon} className={iconColour} />
      <div className="min-w-0 flex-1">
        <span className="font-medium">{title}</span> {children}
        {code && <span className="block pt-0.5 text-ink-2">{code}</span>}
        {actions && <div className="flex flex-wrap gap-2 pt-2">{actions}</div>}
      </div>
    </div>
  )
}
