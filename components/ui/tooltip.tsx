'use client'
import { Tooltip as Radix } from 'radix-ui'
import type { ReactElement } from 'react'

/** A word beside what has only an icon, on hover and on focus. */
export function Tooltip({
  text,
  side = 'right',
  children,
}: {
  text: string
  side?: 'right' | 'bottom'
  children: ReactElement
}) {
  return (
    <Radix.Provider delayDuration={300}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal>
          <Radix.Content
            side={side}
            sideOffset={6}
            className="z-50 rounded-md bg-inverse px-2 py-1.5 text-12 text-on-inverse"
          >
            {text}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  )
}
