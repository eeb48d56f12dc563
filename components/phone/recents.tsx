'use client'
import Link from 'next/link'
import { CallsList } from '#components/calls/calls-list.tsx'
import { CallsSkeleton } from '#components/calls/calls-skeleton.tsx'
import { useCalls } from '#components/calls/use-calls.ts'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { useNumberText } from './number-text.tsx'
import { recentMatches } from './recent-matches.ts'
import { useDialer } from './use-dialer.tsx'
import { usePhone } from './use-phone.tsx'

const t = messages.recents

/** The newest calls of the business; Call back fills the dialer, it does not dial. */
export function Recents() {
  const { page, failure, retry } = useCalls(1)
  const { fill, text } = useDialer()
  const matches = recentMatches(page?.calls ?? [], text)
  const inCall = usePhone().call !== null
  const numberText = useNumberText()
  return (
    <section aria-labelledby="recents-title" className="flex min-h-0 min-w-0 flex-1 flex-col">
      <div className="flex h-12 flex-none items-center pr-4 pl-5">
        <h2 id="recents-title" className="flex-1 font-semibold">
          {matches ? t.matching(text.trim()) : t.title}
        </h2>
        <Link href="/calls" className="rounded-sm text-12 font-medium text-ink-2 hover:text-ink">
          {t.all}
        </Link>
      </div>
      <ScrollArea>
        {!page &&
          (failure ? (
            <Empty title={t.failed} action={<Button onClick={retry}>{messages.calls.retry}</Button>}>
              {messages.ended.code(failure.code)}
            </Empty>
          ) : (
            <CallsSkeleton />
          ))}
        {page?.calls.length === 0 && <Empty title={t.empty}>{t.emptyAdvice}</Empty>}
        {page && page.calls.length > 0 && (
          <CallsList
            calls={matches ?? page.calls}
            onCallBack={inCall ? undefined : (call) => fill(numberText(call.caller_phone))}
          />
        )}
      </ScrollArea>
    </section>
  )
}
