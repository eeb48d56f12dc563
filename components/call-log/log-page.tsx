'use client'
import { CircleAlert, Search } from 'lucide-react'
import { useCallback, useMemo, useRef, useState } from 'react'
import { CallSide } from '#components/calls/call-side.tsx'
import { MiniPlayer } from '#components/calls/mini-player.tsx'
import { useMark } from '#components/calls/use-mark.ts'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Note } from '#components/ui/note.tsx'
import { useMedia } from '#components/ui/use-media.ts'
import { BulkBar } from './bulk-bar.tsx'
import { ExportLink } from './export-link.tsx'
import { FilterBar } from './filter-bar.tsx'
import { LogBody } from './log-body.tsx'
import { LogFoot } from './log-foot.tsx'
import { apiFilters, type LogQuery, withFilters } from './log-query.ts'
import { SearchField } from './search-field.tsx'
import { useCallLog } from './use-call-log.ts'
import { useLogKeys } from './use-log-keys.ts'
import { type Go, useLogQuery } from './use-log-query.ts'
import { useRowFocus } from './use-row-focus.ts'
import { useSelection } from './use-selection.ts'
import { useToday } from './use-today.ts'
import { ViewTabs } from './view-tabs.tsx'

const t = messages.callLog

/** The call log: every call of the business, found, read, heard and noted from one place. All it shows stands in its address. */
export function LogPage() {
  const { query, go } = useLogQuery()
  const of = useApiQuery(query)
  const selection = useSelection(of)
  const scroller = useRef<HTMLDivElement>(null)
  const isPointedAt = useRef(false)
  const mayMove = () =>
    !isPointedAt.current && !query.openId && selection.ids.size === 0 && (scroller.current?.scrollTop ?? 0) === 0
  const list = useCallLog(of, mayMove)
  const focus = useRowFocus()
  const searchField = useRef<HTMLInputElement>(null)
  const { mark, failure } = useMark()
  const isOpen = query.openId !== null
  const open = useCallback(
    (id: string | null) => go((now) => ({ ...now, openId: id }), isOpen && id ? 'replace' : 'push'),
    [go, isOpen],
  )
  const onKeyDown = useLogKeys({ log: list.log, query, open, focus, selection, searchField, mark })
  const close = () => {
    if (query.openId) focus.move(query.openId)
    open(null)
  }
  return (
    // The keys work only while the focus is on this page's own content: WCAG 2.1.4.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- shortcuts for what has its buttons and links
    <div onKeyDown={onKeyDown} className="relative flex min-h-0 flex-1">
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">
        <LogHead query={query} of={of} isMany={list.log?.isFloor} go={go} searchField={searchField} />
        <ViewTabs query={query} go={go} />
        {selection.ids.size > 0 ? (
          <BulkBar ids={[...selection.ids]} onClear={selection.clear} />
        ) : (
          <FilterBar query={query} go={go} />
        )}
        {failure && <MarkFailed code={failure.code} />}
        <LogBody
          {...{ list, query, go, scroller, focus, selection }}
          onPoint={(isOver) => {
            isPointedAt.current = isOver
          }}
          onOpen={open}
        />
        <MiniPlayer />
        <LogFoot log={list.log} openId={query.openId} />
      </div>
      {query.openId && <CallSide key={query.openId} id={query.openId} search={query.filters.search} onClose={close} />}
    </div>
  )
}

/** What the API is asked for: the filters on today's day, and the order. */
function useApiQuery({ filters, sortBy, sortOrder }: LogQuery): string {
  const today = useToday()
  return useMemo(() => {
    const params = apiFilters(filters, today)
    if (sortBy !== 'started_at') params.set('sort_by', sortBy)
    if (sortOrder !== 'desc') params.set('sort_order', sortOrder)
    return params.toString()
  }, [filters, sortBy, sortOrder, today])
}

const MarkFailed = ({ code }: { code: string }) => (
  <Note role="alert" tone="problem" icon={CircleAlert} title={t.bulk.failed} className="m-2 flex-none">
    {messages.ended.code(code)}
  </Note>
)

interface LogHeadProps {
  query: LogQuery
  of: string
  isMany: boolean | undefined
  go: Go
  searchField: React.RefObject<HTMLInputElement | null>
}

/** The title, the search and the export. On a phone the search has a row of its own, opened by its button. */
function LogHead({ query, of, isMany = false, go, searchField }: LogHeadProps) {
  const [isSearching, setSearching] = useState(false)
  const isPocket = useMedia('(width < 40rem)')
  const shown = isSearching || query.filters.search !== undefined
  const field = (
    <SearchField
      ref={searchField}
      value={query.filters.search ?? ''}
      onSearch={(search) => go((now) => withFilters(now, { search }), 'replace')}
      className={isPocket ? 'border-b border-line px-4 py-2' : 'w-52'}
    />
  )
  return (
    <>
      <header className="flex h-13 flex-none items-center gap-2 border-b border-line pr-2 pl-4 tablet:h-bar tablet:pr-4 tablet:pl-5">
        <h1 className="flex-1 text-16 font-semibold tablet:text-14">{messages.calls.title}</h1>
        {!isPocket && field}
        {isPocket && (
          <Button
            kind="quiet"
            icon={Search}
            aria-label={t.search}
            aria-expanded={shown}
            onClick={() => setSearching(!isSearching)}
          />
        )}
        <ExportLink params={of} isMany={isMany} />
      </header>
      {isPocket && shown && field}
    </>
  )
}
