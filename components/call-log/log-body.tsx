'use client'
import { ArrowUp } from 'lucide-react'
import Link from 'next/link'
import type { RefObject } from 'react'
import { CallsSkeleton } from '#components/calls/calls-skeleton.tsx'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { useMedia } from '#components/ui/use-media.ts'
import { LogList } from './log-list.tsx'
import type { LogQuery } from './log-query.ts'
import { LogTable } from './log-table.tsx'
import type { useCallLog } from './use-call-log.ts'
import type { Go } from './use-log-query.ts'
import type { RowFocus } from './use-row-focus.ts'
import type { Selection } from './use-selection.ts'

const t = messages.callLog

interface LogBodyProps {
  list: ReturnType<typeof useCallLog>
  query: LogQuery
  go: Go
  scroller: RefObject<HTMLDivElement | null>
  /** The pointer came over the rows, or left them. */
  onPoint: (isOver: boolean) => void
  focus: RowFocus
  selection: Selection
  onOpen: (id: string) => void
}

/** The rows, or what stands in their place. New calls wait behind a button while somebody reads. */
export function LogBody({ list, scroller, onPoint, ...rest }: LogBodyProps) {
  const { log, failure, moreFailed } = list
  const showNew = () => {
    list.showNew()
    scroller.current?.scrollTo({ top: 0 })
  }
  return (
    // The button lies over the rows: who points at it still reads them.
    <div
      onPointerEnter={() => onPoint(true)}
      onPointerLeave={() => onPoint(false)}
      className="relative flex min-h-0 flex-1 flex-col"
    >
      {log && log.waiting > 0 && <NewCalls count={log.waiting} onShow={showNew} />}
      <ScrollArea ref={scroller}>
        {failure ? (
          <Failed code={failure.code} retry={list.retry} />
        ) : log ? (
          <Rows log={log} onRows={list.onRows} scroller={scroller} {...rest} />
        ) : (
          <CallsSkeleton />
        )}
        {moreFailed && <Empty title={t.more} action={<Button onClick={moreFailed}>{messages.calls.retry}</Button>} />}
      </ScrollArea>
    </div>
  )
}

type RowsProps = Omit<LogBodyProps, 'list' | 'onPoint'> & {
  log: NonNullable<LogBodyProps['list']['log']>
  onRows: LogBodyProps['list']['onRows']
}

function Rows({ log, query, go, focus, selection, ...rest }: RowsProps) {
  const isPocket = useMedia('(width < 40rem)')
  if (log.calls.length === 0) return <NoCalls query={query} go={go} />
  const onSort = (by: LogQuery['sortBy']) => {
    const isFlip = query.sortBy === by && query.sortOrder === 'desc'
    go((now) => ({ ...now, sortBy: by, sortOrder: isFlip ? 'asc' : 'desc' }))
  }
  const { search } = query.filters
  if (isPocket) return <LogList {...{ log, search, focus }} scroller={rest.scroller} onRows={rest.onRows} />
  return (
    <LogTable {...{ log, query, focus, ...rest }} selected={selection.ids} onSelect={selection.set} onSort={onSort} />
  )
}

function NoCalls({ query, go }: Pick<LogBodyProps, 'query' | 'go'>) {
  const filters = Object.keys(query.filters).length
  if (filters > 0) {
    return (
      <Empty
        title={t.noMatch(filters)}
        action={<Button onClick={() => go((now) => ({ ...now, filters: {} }))}>{t.clearFilters}</Button>}
      >
        {t.noMatchAdvice}
      </Empty>
    )
  }
  const { empty, emptyAdvice, emptyAction } = messages.calls
  return (
    <Empty
      title={empty}
      action={
        <Link
          href="/phone"
          className="frame inline-flex h-11 items-center rounded-md px-3 font-medium hover:bg-hover tablet:h-control"
        >
          {emptyAction}
        </Link>
      }
    >
      {emptyAdvice}
    </Empty>
  )
}

const Failed = ({ code, retry }: { code: string; retry: () => void }) => (
  <Empty title={messages.calls.failed} action={<Button onClick={retry}>{messages.calls.retry}</Button>}>
    {messages.ended.code(code)}
  </Empty>
)

/** Says that there are more, and takes the reader to them. */
const NewCalls = ({ count, onShow }: { count: number; onShow: () => void }) => (
  <div role="status" className="pointer-events-none absolute inset-x-0 top-10 z-30 flex justify-center">
    <button
      type="button"
      onClick={onShow}
      className="rise pointer-events-auto inline-flex h-9 items-center gap-1.5 rounded-full bg-inverse px-3 text-12 font-medium text-on-inverse shadow-float tablet:h-7"
    >
      <Icon of={ArrowUp} size={12} />
      {t.fresh(count)}
    </button>
  </div>
)
