import type { ComponentProps, ReactNode } from 'react'
import { cn } from './class-names.ts'

interface FieldProps extends ComponentProps<'input'> {
  label: string
  bad?: boolean
  /** Stands inside the box, after the text. */
  after?: ReactNode
}

/** A labelled text field, 40 px high. */
export function Field({ label, bad, after, className, ...input }: FieldProps) {
  return (
    <label className="flex flex-col gap-1">
      <span className="text-13 font-medium">{label}</span>
      <span
        className={cn(
          'flex h-11 items-center rounded-md bg-surface pl-3 tablet:h-10 dark:bg-sunken',
          bad ? 'field-bad' : 'shadow-[inset_0_0_0_1px_var(--line-control)]',
          'field-focus',
        )}
      >
        <input
          {...input}
          aria-invalid={bad || undefined}
          className={cn('h-full min-w-0 flex-1 bg-transparent text-16 outline-none tablet:text-13', className)}
        />
        {after}
      </span>
    </label>
  )
}
