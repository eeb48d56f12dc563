import { User } from 'lucide-react'
import { cn } from './class-names.ts'
import { Icon } from './icon.tsx'

const SIZES = { 24: 'size-6 text-[10px]', 28: 'size-7 text-11', 40: 'size-10 text-13', 48: 'size-12 text-16' }

/** Initials of a person, or a figure where only a number is known. */
export function Avatar({ name, size = 28, me }: { name: string | null; size?: keyof typeof SIZES; me?: boolean }) {
  return (
    <span
      aria-hidden
      className={cn(
        'inline-grid flex-none place-items-center rounded-full font-medium',
        me ? 'bg-accent-tint text-accent-ink' : 'bg-pressed text-ink-2',
        SIZES[size],
      )}
    >
      {name ? initials(name) : <Icon of={User} size={size >= 40 ? 20 : 14} />}
    </span>
  )
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter((word) => /^\p{L}/u.test(word))
  return [words.at(0), words.length > 1 ? words.at(-1) : undefined]
    .map((word) => word?.[0] ?? '')
    .join('')
    .toUpperCase()
}
