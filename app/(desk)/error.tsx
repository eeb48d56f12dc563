'use client'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'

/** Stands in for the page that failed; the phone around it goes on. */
export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const t = messages.page
  return (
    <Empty title={t.failed} action={<Button onClick={reset}>{t.retry}</Button>}>
      {t.failedAdvice} {error.digest && messages.ended.code(error.digest)}
    </Empty>
  )
}
