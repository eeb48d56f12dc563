'use client'
import { Search, X } from 'lucide-react'
import { type Ref, useEffect, useRef, useState } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Keycap } from '#components/ui/keycap.tsx'

const t = messages.callLog
/** How long somebody must stop typing before it counts. */
const PAUSE_MS = 250

interface SearchFieldProps {
  ref: Ref<HTMLInputElement>
  value: string
  onSearch: (text: string) => void
  className?: string
}

/** Searches numbers in any format, names, notes and what was said. */
export function SearchField({ ref, value, onSearch, className }: SearchFieldProps) {
  const [text, setText] = useState(value)
  const [told, setTold] = useState(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  // The address changed by other means: Back, a view, Clear.
  if (value !== told) {
    setTold(value)
    setText(value)
  }
  useEffect(() => () => clearTimeout(timer.current), [])
  const say = (next: string, afterMs: number) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      setTold(next.trim())
      onSearch(next.trim())
    }, afterMs)
  }
  return (
    <search className={className}>
      <label className="field-focus flex h-9 items-center gap-2 rounded-md bg-surface px-2 shadow-[inset_0_0_0_1px_var(--line-control)] tablet:h-control-small dark:bg-sunken">
        <Icon of={Search} size={14} className="text-ink-3" />
        <span className="sr-only">{t.search}</span>
        <input
          ref={ref}
          type="text"
          inputMode="search"
          value={text}
          placeholder={t.searchHint}
          maxLength={200}
          aria-keyshortcuts="/"
          onChange={(event) => say(event.target.value, PAUSE_MS)}
          onKeyDown={(event) => event.key === 'Enter' && say(text, 0)}
          className="min-w-0 flex-1 bg-transparent text-16 outline-none placeholder:text-ink-3 tablet:text-12"
        />
        {text ? (
          <button type="button" aria-label={t.clearSearch} onClick={() => say('', 0)} className="rounded-sm text-ink-3">
            <Icon of={X} size={12} />
          </button>
        ) : (
          <Keycap>/</Keycap>
        )}
      </label>
    </search>
  )
}
