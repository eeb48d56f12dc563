import type { ReactNode } from 'react'

/** A column that scrolls. It takes the focus, so that the arrow keys move it where nothing inside can be focused. */
export const ScrollArea = ({ children }: { children: ReactNode }) => (
  // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- WCAG 2.1.1: scrolling must work without a pointer
  <div tabIndex={0} className="flex min-h-0 flex-1 flex-col overflow-y-auto focus-visible:-outline-offset-2">
    {children}
  </div>
)
