'use client'
import { Delete } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { CountrySelect } from './country-select.tsx'
import { useDialer } from './use-dialer.tsx'

interface DialFieldProps {
  input: RefObject<HTMLInputElement | null>
  /** On the phone page the field is ready for typing; elsewhere it waits for a click. */
  focused?: boolean
}

/** One field for anything that may be a number. Enter calls, Escape clears, Up brings the last number back. */
export function DialField({ input, focused }: DialFieldProps) {
  const dialer = useDialer()
  const bad = dialer.dialled.kind === 'emergency'
  useEffect(() => {
    // A touch screen would open its keyboard over the keypad.
    if (focused && window.matchMedia('(hover: hover)').matches) input.current?.focus()
  }, [focused, input])
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (isHeldZero(event) && dialer.text.endsWith('0')) dialer.fill(`${dialer.text.slice(0, -1)}+`)
    else if (event.key === 'Enter') dialer.call()
    else if (event.key === 'Escape') dialer.clear()
    else if (event.key === 'ArrowUp') dialer.recall()
    else if (!isHeldZero(event)) return
    event.preventDefault()
  }
  return (
    <div
      className={`flex h-13 items-center gap-3 rounded-lg bg-surface pr-2 pl-3 dark:bg-sunken ${bad ? 'field-bad' : 'shadow-[inset_0_0_0_1px_var(--line-control)]'} field-focus`}
    >
      <CountrySelect />
      <input
        ref={input}
        type="text"
        inputMode="tel"
        autoComplete="off"
        spellCheck={false}
        dir="ltr"
        aria-label={messages.dialer.field}
        aria-describedby="dial-preview"
        placeholder={messages.dialer.placeholder}
        value={dialer.text}
        onChange={(event) => dialer.change(event.target.value)}
        onKeyDown={onKeyDown}
        className="number h-full min-w-0 flex-1 bg-transparent text-20 font-medium outline-none placeholder:font-regular placeholder:text-ink-3"
      />
      {dialer.text && (
        <Button
          kind="quiet"
          size="small"
          icon={Delete}
          aria-label={messages.dialer.delete}
          title={messages.dialer.delete}
          onClick={dialer.deleteLast}
        />
      )}
    </div>
  )
}

const isHeldZero = (event: KeyboardEvent) => event.key === '0' && event.repeat
