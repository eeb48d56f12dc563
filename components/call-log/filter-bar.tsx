'use client'
import { Columns3, ListFilter, X } from 'lucide-react'
import { useChoices } from '#components/calls/use-choices.ts'
import { messages } from '#components/messages/messages.ts'
import { useNumberText } from '#components/phone/number-text.tsx'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { FilterForm } from './filter-form.tsx'
import { type FilterWords, filterWords } from './filter-words.ts'
import { COLUMNS, type Column, type LogQuery, withFilters } from './log-query.ts'
import type { Go } from './use-log-query.ts'

const t = messages.callLog

interface FilterBarProps {
  query: LogQuery
  go: Go
}

/** What the list is narrowed to, each in a chip that takes it away, and the way to more. */
export function FilterBar({ query, go }: FilterBarProps) {
  const words = filterWords(query.filters, useChoices(), useNumberText())
  return (
    <div className="flex min-h-11 flex-none flex-wrap items-center gap-1.5 border-b border-line px-4 py-1.5 tablet:px-5">
      {words.map((word) => (
        <FilterChip key={word.name} words={word} onRemove={() => go((now) => withFilters(now, { [word.name]: '' }))} />
      ))}
      <Popover
        label={t.filter}
        trigger={
          <Button kind="quiet" size="small" icon={ListFilter}>
            {t.filter}
          </Button>
        }
      >
        <FilterForm filters={query.filters} onChange={(changes) => go((now) => withFilters(now, changes))} />
      </Popover>
      <span className="flex-1" />
      {words.length > 0 && (
        <Button kind="quiet" size="small" onClick={() => go((now) => ({ ...now, filters: {} }))}>
          {t.clear}
        </Button>
      )}
      <ColumnsMenu columns={query.columns} onChange={(columns) => go((now) => ({ ...now, columns }), 'replace')} />
    </div>
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

interface ColumnsMenuProps {
  columns: readonly Column[]
  onChange: (columns: Column[]) => void
}

function ColumnsMenu({ columns, onChange }: ColumnsMenuProps) {
  const toggle = (column: Column) => onChange(COLUMNS.filter((each) => columns.includes(each) !== (each === column)))
  return (
    <Popover
      label={t.columns}
      align="end"
      trigger={
        <Button
          kind="quiet"
          size="small"
          icon={Columns3}
          aria-label={t.columns}
          title={t.columns}
          className="max-tablet:hidden"
        />
      }
    >
      <fieldset className="flex flex-col gap-1">
        <legend className="pb-1 text-12 text-ink-3">{t.columns}</legend>
        {COLUMNS.map((column) => (
          <label key={column} className="flex h-8 items-center gap-2 rounded-md px-2 hover:bg-hover">
            <input
              type="checkbox"
              checked={columns.includes(column)}
              onChange={() => toggle(column)}
              className="accent-(--accent)"
            />
            {t.heads[column]}
          </label>
        ))}
      </fieldset>
    </Popover>
  )
}
