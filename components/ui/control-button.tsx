import { LoaderCircle, type LucideIcon } from 'lucide-react'
import type { ComponentProps } from 'react'
import { cn } from './class-names.ts'
import { Icon } from './icon.tsx'

const LOOKS = {
  off: 'bg-surface dark:bg-pressed frame text-ink hover:bg-hover active:bg-pressed [&>svg]:text-ink-2',
  on: 'bg-inverse text-on-inverse',
  open: 'bg-accent-tint text-accent-ink shadow-[inset_0_0_0_1px_var(--accent-line)]',
  drop: 'bg-problem text-on-problem hover:brightness-95',
}

interface ControlButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: LucideIcon
  look?: keyof typeof LOOKS
  pending?: boolean
  label: string
}

/** One of the square controls of a call: icon above its word. */
export function ControlButton({
  icon,
  look = 'off',
  pending,
  label,
  disabled,
  className,
  ...rest
}: ControlButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      className={cn(
        'flex h-19 min-w-0 flex-col items-center justify-center gap-1.5 rounded-lg text-12 font-medium tablet:h-15 tablet:gap-1 tablet:rounded-md',
        'transition-colors duration-instant disabled:pointer-events-none',
        disabled && !pending ? 'frame-soft text-ink-off' : LOOKS[look],
        className,
      )}
    >
      <Icon
        of={pending ? LoaderCircle : icon}
        size={20}
        className={cn(pending && 'animate-spin motion-reduce:animate-none')}
      />
      <span className="max-w-full truncate px-1">{label}</span>
    </button>
  )
}
