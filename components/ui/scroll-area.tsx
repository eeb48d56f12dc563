import type { ComponentProps } from 'react'
import { cn } from './class-names.ts'

/** A column that scrolls. It takes the focus, so that the arrow keys move it where nothing inside can be focused. */
export const ScrollArea = ({ className, ...rest }: ComponentProps<'div'>) => (
  <div
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: scrolling must work without a pointer
    tabIndex={0}
    {...rest}
    className={cn('flex min-h-0 flex-1 flex-col overflow-y-auto focus-visible:-outline-offset-2', className)}
  />
)
