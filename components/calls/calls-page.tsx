'use client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { messages } from '#components/messages/en-GB.ts'
import { useNumberText } from '#components/phone/number-text.tsx'
import { useDialer } from '#components/phone/use-dialer.tsx'
import { usePhone } from '#components/phone/use-phone.tsx'
import { Button } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { CallsList } from './calls-list.tsx'
import { CallsSkeleton } from './calls-skeleton.tsx'
import { CallsTable } from './calls-table.tsx'
import type { HistoryCall, HistoryPage } from './history.ts'
import { useCalls } from './use-calls.ts'

const t = messages.calls

/** The history of the business, newest first. */
export function CallsPage({ pageNumber }: { pageNumber: number }) {
  const { page, failure, retry } = useCalls(pageNumber)
  return (
    <>
      <header className="flex h-13 flex-none items-center border-b border-line pr-4 pl-4 tablet:h-bar tablet:pl-5">
        <h1 className="flex-1 text-16 font-semibold tablet:text-14">{t.title}</h1>
        {page && <span className="figures text-12 text-ink-3">{t.count(page.pagination.total_count)}</span>}
      </header>
      <ScrollArea>
        {page ? <Calls page={page} /> : failure ? <Failed code={failure.code} retry={retry} /> : <CallsSkeleton />}
      </ScrollArea>
      {page && page.pagination.total_pages > 1 && <Pages pagination={page.pagination} />}
    </>
  )
}

function Calls({ page }: { page: HistoryPage['data'] }) {
  const { fill } = useDialer()
  const inCall = usePhone().call !== null
  const router = useRouter()
  const numberText = useNumberText()
  const callBack = (call: HistoryCall) => {
    fill(numberText(call.caller_phone))
    router.push('/phone')
  }
  if (page.pagination.total_count === 0) return <NoCalls />
  if (page.calls.length === 0) {
    return <Empty title={t.pastEnd} action={<ButtonLink href="/calls">{t.firstPage}</ButtonLink>} />
  }
  return (
    <>
      <div className="hidden tablet:block">
        <CallsTable calls={page.calls} />
      </div>
      <div className="tablet:hidden">
        <CallsList calls={page.calls} onCallBack={inCall ? undefined : callBack} />
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

function Pages({ pagination }: { pagination: HistoryPage['data']['pagination'] }) {
  const { current_page, total_pages, has_prev, has_next } = pagination
  return (
    <nav
      aria-label={t.title}
      className="flex h-11 flex-none items-center gap-2 border-t border-line px-5 text-12 text-ink-3 tablet:h-8"
    >
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
