import { messages } from '#components/messages/messages.ts'
import type { Column, LogQuery } from './log-query.ts'

export const HEAD =
  'sticky top-0 z-20 h-8 border-b border-line bg-surface px-2 text-left text-11 font-medium whitespace-nowrap text-ink-3'
export const CELL = 'h-row truncate border-b border-line px-2'
export const EDGES = 'first:pl-5 last:pr-5'
/** What gives way when a call is open beside the table, or the screen is narrow. */
export const WIDE_ONLY = 'max-desk:hidden group-data-open/table:hidden'

/** A column after the first, which says who. */
export interface ColumnHead {
  name: Column | 'start' | 'has'
  title: string
  width: string
  align?: 'right'
  sort?: LogQuery['sortBy']
  isWideOnly?: boolean
}

const t = messages.callLog.heads

const ALL: ColumnHead[] = [
  { name: 'line', title: t.line, width: 'w-26', isWideOnly: true },
  { name: 'agent', title: t.agent, width: '' },
  { name: 'outcome', title: t.outcome, width: 'w-28' },
  { name: 'tags', title: t.tags, width: 'w-40', isWideOnly: true },
  { name: 'disposition', title: t.disposition, width: 'w-32', isWideOnly: true },
  {
    name: 'start',
    title: messages.calls.columns.start,
    width: 'w-28',
    align: 'right',
    sort: 'started_at',
  },
  { name: 'length', title: t.length, width: 'w-16', align: 'right', sort: 'duration' },
  { name: 'has', title: t.has, width: 'w-17', align: 'right' },
]

/** The columns on screen, in their order. */
export const columnHeads = (columns: readonly Column[]): ColumnHead[] =>
  ALL.filter(({ name }) => name === 'start' || name === 'has' || columns.includes(name))
