'use client'
import { ListFilter, X } from 'lucide-react'
import { useChoices } from '#components/calls/use-choices.ts'
import { messages } from '#components/messages/messages.ts'
import { useNumberText } from '#components/phone/number-text.tsx'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { FilterForm } from './filter-form.tsx'
import { type FilterWords, filterWords } from './filter-words.ts'
import type { Filters } from './log-query.ts'

const t = messages.callLog

interface FilterChipsProps {
  filters: Filters
  /** An empty value takes a filter away. */
  onChange: (changes: Filters) => void
}

/** What calls are narrowed to, each in a chip that takes it away, and the way to more. */
export function FilterChips({ filters, onChange }: FilterChipsProps) {
  const words = filterWords(filters, useChoices(), useNumberText())
  return (
    <>
      {words.map((word) => (
        <FilterChip key={word.name} words={word} onRemove={() => onChange({ [word.name]: '' })} />
      ))}
      <Popover
        label={t.filter}
        trigger={
          <Button kind="quiet" size="small" icon={ListFilter}>
            {t.filter}
          </Button>
        }
      >
        <FilterForm filters={filters} onChange={onChange} />
      </Popover>
    </>
  )
}

function FilterChip({ words: { field, verb, value }, onRemove }: { words: FilterWords; onRemove: () => void }) {
  return (
    <span className="inline-flex h-8 items-center overflow-hidden rounded-sm text-12 whitespace-nowrap shadow-[inset_0_0_0_1px_var(--line-strong)] tablet:h-6">
      <span className="px-1.5 text-ink-3">{field}</span>
      {verb && <span className="border-l border-line px-1.5 leading-6 text-ink-3">{verb}</span>}
      <span className="max-w-48 truncate border-l border-line px-1.5 leading-6 font-medium">{value}</span>
      <button
        type="button"
        aria-label={t.remove(`${field} ${value}`)}
        onClick={onRemove}
        className="grid h-full w-8 place-items-center border-l border-line text-ink-3 hover:bg-hover focus-visible:-outline-offset-2 tablet:w-5"
      >
        <Icon of={X} size={12} />
      </button>
    </span>
  )
}
