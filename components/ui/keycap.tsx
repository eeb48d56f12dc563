import type { ReactNode } from 'react'
import { cn } from './class-names.ts'

/** A key of the keyboard, hidden where there is none. It is no part of a button's name: see aria-keyshortcuts. */
export function Keycap({ children, inherit }: { children: ReactNode; inherit?: boolean }) {
  return (
    <kbd
      aria-hidden
      className={cn(
        'hidden h-4.5 min-w-4.5 items-center justify-center rounded-xs px-1 font-sans text-11 leading-none font-regular tablet:inline-flex',
        inherit
          ? 'shadow-[inset_0_0_0_1px_color-mix(in_srgb,currentColor_45%,transparent)]'
          : 'bg-surface text-ink-3 shadow-[inset_0_0_0_1px_var(--line-strong)]',
      )}
    >
      {children}
    </kbd>
  )
}
