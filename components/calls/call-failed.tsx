'use client'
import Link from 'next/link'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'

/** Stands where a call would be. */
export function CallFailed({ code, retry }: { code: string; retry: () => void }) {
  const t = messages.callPage
  const isMissing = code === 'not_found' || code === 'invalid_input'
  return isMissing ? (
    <Empty
      title={t.notFound}
      action={
        <Link
          href="/calls"
          className="frame inline-flex h-11 items-center rounded-md px-3 font-medium hover:bg-hover tablet:h-control"
        >
          {t.toCalls}
        </Link>
      }
    />
  ) : (
    <Empty title={t.failed} action={<Button onClick={retry}>{messages.calls.retry}</Button>}>
      {messages.ended.code(code)}
    </Empty>
  )
}
