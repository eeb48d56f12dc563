'use client'
import { ArrowDown, ArrowUp } from 'lucide-react'
import { type ReactNode, type RefObject, useMemo } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Icon } from '#components/ui/icon.tsx'
import type { CallLog } from './call-log.ts'
import { chosenOf } from './choose-calls.ts'
import { type ColumnHead, columnHeads, EDGES, HEAD, WIDE_ONLY } from './log-columns.ts'
import { hrefOf, type LogQuery } from './log-query.ts'
import { LogRow } from './log-row.tsx'
import type { RowFocus } from './use-row-focus.ts'
import { useRows } from './use-rows.ts'

const t = messages.callLog
const ROW_PX = 44
const HEAD_PX = 32

export interface LogTableProps {
  log: CallLog
  query: LogQuery
  /** What the rows scroll in. */
  scroller: RefObject<HTMLDivElement | null>
  selected: ReadonlySet<string>
  focus: RowFocus
  onRows: (from: number, to: number) => void
  onOpen: (id: string) => void
  onSelect: (ids: readonly string[], isSelected: boolean) => void
  onSort: (by: LogQuery['sortBy']) => void
}

/** The list as a table, for screens wide enough. Only the rows on screen exist, and a few on both sides of them. */
export function LogTable({ log, query, scroller, selected, focus, onRows, onOpen, onSelect, onSort }: LogTableProps) {
  const columns = useMemo(() => columnHeads(query.columns), [query.columns])
  const place = useMemo(() => ({ scroller, focus, rowPx: ROW_PX, headPx: HEAD_PX }), [scroller, focus])
  const rows = useRows(log, place, onRows)
  return (
    <table
      data-open={query.openId ? '' : undefined}
      aria-rowcount={log.isFloor ? -1 : log.total + 1}
      className="group/table w-full table-fixed border-separate border-spacing-0"
    >
      <caption className="sr-only">{messages.calls.title}</caption>
      <Head columns={columns} query={query} onSort={onSort}>
        <SelectLoaded log={log} selected={selected} onSelect={onSelect} />
      </Head>
      <tbody>
        <Space height={rows.before} />
        {rows.items.map((index) => {
          const call = log.calls[index]!
          return (
            <LogRow
              key={call.id}
              call={call}
              rowIndex={index + 2}
              href={hrefOf({ ...query, openId: call.id })}
              search={query.filters.search}
              columns={columns}
              isOpen={call.id === query.openId}
              isSelected={selected.has(call.id)}
              linkRef={focus.refOf(call.id)}
              onOpen={onOpen}
              onSelect={onSelect}
            />
          )
        })}
        <Space height={rows.after} />
      </tbody>
    </table>
  )
}

const Space = ({ height }: { height: number }) => height > 0 && <tr aria-hidden style={{ height }} />

interface HeadProps {
  columns: ColumnHead[]
  query: LogQuery
  onSort: (by: LogQuery['sortBy']) => void
  /** Stands before the first title. */
  children: ReactNode
}

function Head({ columns, query, onSort, children }: HeadProps) {
  const ariaSort = query.sortOrder === 'asc' ? 'ascending' : 'descending'
  return (
    <thead>
      <tr>
        <th
          scope="col"
          aria-label={messages.calls.columns.who}
          className={`${HEAD} ${EDGES} w-54 group-data-open/table:w-49`}
        >
          <span className="flex items-center gap-3">
            {children}
            {messages.calls.columns.who}
          </span>
        </th>
        {columns.map(({ name, title, width, align, sort, isWideOnly }) => (
          <th
            key={name}
            scope="col"
            aria-sort={sort && sort === query.sortBy ? ariaSort : undefined}
            className={`${HEAD} ${EDGES} ${width} ${align === 'right' ? 'text-right!' : ''} ${isWideOnly ? WIDE_ONLY : ''}`}
          >
            {sort ? (
              <SortButton title={title} query={query} by={sort} onSort={onSort} />
            ) : (
              <span className={name === 'has' ? 'sr-only' : ''}>{title}</span>
            )}
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** Chooses all calls that are loaded, also those that are off screen, or none of them; it says so when there are some. */
function SelectLoaded({ log, selected, onSelect }: Pick<LogTableProps, 'log' | 'selected' | 'onSelect'>) {
  const chosen = chosenOf(selected, log.calls)
  return (
    <input
      ref={(box) => {
        if (box) box.indeterminate = chosen === 'some'
      }}
      type="checkbox"
      aria-label={t.selectAll}
      title={`${t.selectAll} (Shift+X)`}
      checked={chosen === 'all'}
      onChange={(event) => {
        const ids = log.calls.map(({ id }) => id)
        onSelect(ids, event.target.checked)
      }}
      className="-mx-px size-4 accent-(--accent)"
    />
  )
}

interface SortButtonProps extends Pick<HeadProps, 'query' | 'onSort'> {
  title: string
  by: LogQuery['sortBy']
}

const SortButton = ({ title, query, by, onSort }: SortButtonProps) => (
  <button
    type="button"
    title={t.sortBy(title)}
    onClick={() => onSort(by)}
    className="inline-flex items-center gap-1 rounded-sm hover:text-ink"
  >
    {title}
    {query.sortBy === by && <Icon of={query.sortOrder === 'asc' ? ArrowUp : ArrowDown} size={12} />}
  </button>
)
