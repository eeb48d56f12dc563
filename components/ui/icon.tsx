import type { LucideIcon } from 'lucide-react'
import { cn } from './class-names.ts'

const SIZES = { 12: 2.25, 14: 2, 16: 1.75, 20: 1.75, 24: 1.5 } as const

interface IconProps {
  of: LucideIcon
  size?: keyof typeof SIZES
  /** Only for the handset of Call and Answer. */
  filled?: boolean
  className?: string
}

/** A lucide icon with the stroke of its size. Never carries meaning alone: a word or a label stands beside it. */
export function Icon({ of: Lucide, size = 16, filled, className }: IconProps) {
  return (
    <Lucide
      aria-hidden
      size={size}
      strokeWidth={SIZES[size]}
      fill={filled ? 'currentColor' : 'none'}
      className={cn('block flex-none', className)}
    />
  )
}
