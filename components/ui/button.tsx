import { LoaderCircle, type LucideIcon } from 'lucide-react'
import type { ComponentProps, ReactNode } from 'react'
import { cn } from './class-names.ts'
import { Icon } from './icon.tsx'

const KINDS = {
  default: 'bg-surface dark:bg-raised frame hover:bg-hover active:bg-pressed [&>svg]:text-ink-2',
  quiet: 'text-ink-2 hover:bg-hover active:bg-pressed',
  primary: 'bg-accent text-on-accent shadow-control hover:bg-accent-hover',
  answer: 'bg-live text-on-live shadow-control hover:brightness-95',
  hangup: 'bg-problem text-on-problem shadow-control hover:brightness-95',
  inverse: 'bg-inverse text-on-inverse',
}

const OFF = 'bg-surface text-ink-off frame-soft dark:bg-raised'

const SIZES = {
  small: 'h-9 tablet:h-control-small px-2 text-12 gap-1.5 rounded-md',
  default: 'h-11 tablet:h-control px-3 gap-1.5 rounded-md',
  large: 'h-13 tablet:h-control-large px-4 text-16 tablet:text-14 gap-2 rounded-md',
}

const ICON_ONLY = { small: 'w-9 tablet:w-control-small px-0', default: 'w-11 tablet:w-control px-0', large: 'px-0' }

export interface ButtonProps extends ComponentProps<'button'> {
  kind?: keyof typeof KINDS
  size?: keyof typeof SIZES
  icon?: LucideIcon
  filledIcon?: boolean
  /** The request is on its way: a spinner takes the icon's place and the button rests. */
  pending?: boolean
  children?: ReactNode
}

/** A button of the desk; `children` empty makes a square one, which then needs an aria-label. */
export function Button({
  kind = 'default',
  size = 'default',
  icon,
  filledIcon = false,
  pending,
  className,
  children,
  disabled,
  ...rest
}: ButtonProps) {
  const iconSize = size === 'small' && children ? 14 : 16
  return (
    <button
      type="button"
      {...rest}
      disabled={disabled || pending}
      aria-busy={pending || undefined}
      className={cn(
        'inline-flex flex-none items-center justify-center font-medium whitespace-nowrap transition-colors duration-instant',
        'disabled:pointer-events-none',
        disabled && !pending && OFF,
        SIZES[size],
        !children && ICON_ONLY[size],
        (!disabled || pending) && KINDS[kind],
        className,
      )}
    >
      {pending ? (
        <Icon of={LoaderCircle} size={iconSize} className="animate-spin motion-reduce:animate-none" />
      ) : (
        icon && <Icon of={icon} size={iconSize} filled={filledIcon} />
      )}
      {children}
    </button>
  )
}
