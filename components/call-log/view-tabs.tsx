'use client'
import { Plus } from 'lucide-react'
import type { MouseEvent } from 'react'
import useSWR from 'swr'
import type { HistoryPage } from '#components/calls/history.ts'
import { useDesk } from '#components/desk/desk-context.tsx'
import { KEYS } from '#components/live/keys.ts'
import { messages } from '#components/messages/messages.ts'
import { Icon } from '#components/ui/icon.tsx'
import { apiFilters, hrefOf, type LogQuery } from './log-query.ts'
import { SaveViewMenu } from './save-view-menu.tsx'
import type { Go } from './use-log-query.ts'
import { useToday } from './use-today.ts'
import { isShown, queryOf, type SavedView, usualViews, type View } from './views.ts'

const t = messages.callLog.views

interface ViewTabsProps {
  query: LogQuery
  go: Go
}

/** The lists under their names: those everybody has, and one's own. */
export function ViewTabs({ query, go }: ViewTabsProps) {
  const { user } = useDesk()
  const { data } = useSWR<{ views: SavedView[] }>(KEYS.savedViews)
  const own = data?.views ?? []
  return (
    <nav
      aria-label={t.label}
      className="flex h-11 flex-none gap-5 overflow-x-auto border-b border-line px-4 tablet:h-10 tablet:gap-4 tablet:px-5"
    >
      {[...usualViews(user.id), ...own].map((view) => (
        <ViewTab key={view.id ?? view.name} view={view} isCurrent={isShown(view, query)} go={go} />
      ))}
      <SaveViewMenu query={query} own={own} go={go}>
        <button type="button" aria-label={t.add} title={t.add} className="px-1 text-ink-3 hover:text-ink">
          <Icon of={Plus} size={14} />
        </button>
      </SaveViewMenu>
    </nav>
  )
}

function ViewTab({ view, isCurrent, go }: { view: View; isCurrent: boolean; go: Go }) {
  const query = queryOf(view)
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    go(query)
  }
  return (
    <a
      href={hrefOf(query)}
      onClick={onClick}
      aria-current={isCurrent ? 'page' : undefined}
      className={`inline-flex items-center gap-1.5 font-medium whitespace-nowrap focus-visible:-outline-offset-2 ${
        isCurrent ? 'text-ink shadow-[inset_0_-2px_0_var(--accent)]' : 'text-ink-2 hover:text-ink'
      }`}
    >
      {view.name}
      {view.isCounted && <ViewCount query={query} />}
    </a>
  )
}

function ViewCount({ query }: { query: LogQuery }) {
  const of = apiFilters(query.filters, useToday())
  const { data } = useSWR<HistoryPage>(`/api/calls?${of}&limit=1`)
  if (!data || data.data.pagination.total_count === 0) return null
  const { total_count: total, total_is_floor: more } = data.data.pagination
  return (
    <span className="figures rounded-full bg-sunken px-1.5 text-11 text-ink-2">
      {total.toLocaleString('en-GB')}
      {more && '+'}
    </span>
  )
}
