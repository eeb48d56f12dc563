'use client'
import { Columns3 } from 'lucide-react'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { FilterChips } from './filter-chips.tsx'
import { COLUMNS, type Column, type LogQuery, withFilters } from './log-query.ts'
import type { Go } from './use-log-query.ts'

const t = messages.callLog

interface FilterBarProps {
  query: LogQuery
  go: Go
}

/** What the list is narrowed to, each in a chip that takes it away, and the way to more. */
export function FilterBar({ query, go }: FilterBarProps) {
  const isNarrow = Object.keys(query.filters).some((name) => name !== 'search')
  return (
    <div className="flex min-h-11 flex-none items-start gap-1.5 border-b border-line px-4 py-1.5 tablet:px-5">
      <div className="flex min-h-8 min-w-0 flex-1 flex-wrap items-center gap-1.5">
        <FilterChips filters={query.filters} onChange={(changes) => go((now) => withFilters(now, changes))} />
      </div>
      {isNarrow && (
        <Button kind="quiet" size="small" onClick={() => go((now) => ({ ...now, filters: {} }))}>
          {t.clear}
        </Button>
      )}
      <ColumnsMenu columns={query.columns} onChange={(columns) => go((now) => ({ ...now, columns }), 'replace')} />
    </div>
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
