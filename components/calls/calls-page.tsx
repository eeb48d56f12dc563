'use client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { messages } from '#components/messages/en-GB.ts'
import { Button } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Keycap } from '#components/ui/keycap.tsx'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { CallSide } from './call-side.tsx'
import { CallsList } from './calls-list.tsx'
import { CallsSkeleton } from './calls-skeleton.tsx'
import { CallsTable } from './calls-table.tsx'
import type { HistoryPage } from './history.ts'
import { MiniPlayer } from './mini-player.tsx'
import { useCallBack } from './use-call-back.ts'
import { useCalls } from './use-calls.ts'

const t = messages.calls

/** The history of the business, newest first, and the call that is open beside it. */
export function CallsPage({ pageNumber }: { pageNumber: number }) {
  const { page, failure, retry } = useCalls(pageNumber)
  const { openId, open } = useOpenCall(pageNumber)
  const list = useRef<HTMLDivElement>(null)
  const close = () => {
    focusRow(list.current, openId)
    open(null)
  }
  const move = (step: number) => {
    const calls = page?.calls ?? []
    const next = calls[calls.findIndex(({ id }) => id === openId) + step]
    if (!openId || !next) return
    open(next.id)
    focusRow(list.current, next.id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    if (event.key === 'Escape' && openId) close()
    else if (event.key === 'j') move(1)
    else if (event.key === 'k') move(-1)
  }
  return (
    // The keys work only while the focus is on this page's own content: WCAG 2.1.4.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- shortcuts for what has its buttons and links
    <div onKeyDown={onKeyDown} className="relative flex min-h-0 flex-1">
      <div ref={list} className="flex min-h-0 min-w-0 flex-1 flex-col">
        <header className="flex h-13 flex-none items-center border-b border-line pr-4 pl-4 tablet:h-bar tablet:pl-5">
          <h1 className="flex-1 text-16 font-semibold tablet:text-14">{t.title}</h1>
          {page && <span className="figures text-12 text-ink-3">{t.count(page.pagination.total_count)}</span>}
        </header>
        <ScrollArea>
          {page ? (
            <Calls page={page} openId={openId} hrefOf={(id) => hrefOf(pageNumber, id)} onOpen={open} />
          ) : failure ? (
            <Failed code={failure.code} retry={retry} />
          ) : (
            <CallsSkeleton />
          )}
        </ScrollArea>
        <MiniPlayer />
        <Foot pagination={page?.pagination} keys={openId !== null} />
      </div>
      {openId && <CallSide key={openId} id={openId} onClose={close} />}
    </div>
  )
}

const hrefOf = (pageNumber: number, id: string | null) => {
  const query = new URLSearchParams({ ...(pageNumber > 1 && { page: String(pageNumber) }), ...(id && { call: id }) })
  return query.size > 0 ? `/calls?${query}` : '/calls'
}

/** The open call stands in the address; opening one asks no server for a page. */
function useOpenCall(pageNumber: number) {
  const openId = useSearchParams().get('call')
  return { openId, open: (id: string | null) => window.history.pushState(null, '', hrefOf(pageNumber, id)) }
}

const focusRow = (list: HTMLElement | null, id: string | null) =>
  list?.querySelector<HTMLElement>(`[data-call="${id}"]`)?.focus()

interface CallsProps {
  page: HistoryPage['data']
  openId: string | null
  hrefOf: (id: string) => string
  onOpen: (id: string) => void
}

function Calls({ page, ...open }: CallsProps) {
  const callBack = useCallBack()
  if (page.pagination.total_count === 0) return <NoCalls />
  if (page.calls.length === 0) {
    return <Empty title={t.pastEnd} action={<ButtonLink href="/calls">{t.firstPage}</ButtonLink>} />
  }
  return (
    <>
      <div className="hidden tablet:block">
        <CallsTable calls={page.calls} {...open} />
      </div>
      <div className="tablet:hidden">
        <CallsList calls={page.calls} onCallBack={callBack} />
      </div>
    </>
  )
}

const NoCalls = () => (
  <Empty title={t.empty} action={<ButtonLink href="/phone">{t.emptyAction}</ButtonLink>}>
    {t.emptyAdvice}
  </Empty>
)

const Failed = ({ code, retry }: { code: string; retry: () => void }) => (
  <Empty title={t.failed} action={<Button onClick={retry}>{t.retry}</Button>}>
    {messages.ended.code(code)}
  </Empty>
)

const ButtonLink = ({ href, children }: { href: string; children: ReactNode }) => (
  <Link
    href={href}
    className="frame inline-flex h-11 items-center rounded-md px-3 font-medium hover:bg-hover tablet:h-control"
  >
    {children}
  </Link>
)

function Foot({ pagination, keys }: { pagination: HistoryPage['data']['pagination'] | undefined; keys: boolean }) {
  const paged = pagination !== undefined && pagination.total_pages > 1
  if (!paged && !keys) return null
  return (
    <div
      className={`h-11 flex-none items-center gap-4 border-t border-line px-5 text-12 text-ink-3 tablet:h-8 ${paged ? 'flex' : 'hidden tablet:flex'}`}
    >
      {paged && <Pages pagination={pagination} />}
      {keys && <Keys />}
    </div>
  )
}

const Keys = () => (
  <span className="ml-auto hidden items-center gap-1.5 desk:flex">
    <Keycap>J</Keycap>
    <Keycap>K</Keycap> {messages.callPage.hints.move}
    <Keycap>Esc</Keycap> {messages.callPage.hints.close}
  </span>
)

function Pages({ pagination }: { pagination: HistoryPage['data']['pagination'] }) {
  const { current_page, total_pages, has_prev, has_next } = pagination
  return (
    <nav aria-label={t.title} className="flex flex-1 items-center gap-2">
      <span className="figures flex-1">{t.page(current_page, total_pages)}</span>
      <Step page={current_page - 1} enabled={has_prev}>
        <Icon of={ChevronLeft} size={14} />
        {t.previous}
      </Step>
      <Step page={current_page + 1} enabled={has_next}>
        {t.next}
        <Icon of={ChevronRight} size={14} />
      </Step>
    </nav>
  )
}

function Step({ page, enabled, children }: { page: number; enabled: boolean; children: ReactNode }) {
  const look = 'inline-flex h-6 items-center gap-1 rounded-sm px-2 font-medium'
  if (!enabled)
    return (
      <button type="button" disabled className={`${look} text-ink-off`}>
        {children}
      </button>
    )
  return (
    <Link href={`/calls?page=${page}`} className={`${look} text-ink-2 hover:bg-hover`}>
      {children}
    </Link>
  )
}
