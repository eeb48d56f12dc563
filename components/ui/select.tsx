'use client'
import { Check } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { useNonce } from './nonce.tsx'
import { useMounted } from './use-mounted.ts'

interface SelectProps {
  value: string
  onChange: (value: string) => void
  options: { value: string; text: string; content: ReactNode }[]
  trigger: ReactNode
  label: string
  disabled?: boolean
  className?: string
}

/** A choice of one. The options open over the trigger. */
export function Select({ value, onChange, options, trigger, label, disabled, className }: SelectProps) {
  const nonce = useNonce()
  // The server's copy of it carries a style attribute, which the page's policy refuses: it comes with the first effect.
  if (!useMounted()) {
    return (
      <button type="button" disabled aria-label={label} className={className}>
        {trigger}
      </button>
    )
  }
  return (
    <Radix.Root value={value} onValueChange={onChange} disabled={disabled ?? false}>
      <Radix.Trigger aria-label={label} className={className}>
        {trigger}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) overflow-hidden rounded-lg bg-raised p-1 shadow-float"
        >
          <Radix.Viewport nonce={nonce} className="max-h-80">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                textValue={option.text}
                className="flex h-11 cursor-default items-center gap-2 rounded-md px-2 outline-none data-highlighted:bg-hover tablet:h-row-tight"
              >
                <Radix.ItemText asChild>
                  <span className="flex min-w-0 flex-1 items-center gap-2">{option.content}</span>
                </Radix.ItemText>
                <Radix.ItemIndicator className="text-accent-ink">
                  <Icon of={Check} size={14} />
                </Radix.ItemIndicator>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
