'use client'
import { Check } from 'lucide-react'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import type { CallDetail } from './history.ts'
import { useMark } from './use-mark.ts'

const t = messages.callNotes.review

/** Says that a call was listened to, or takes that back. */
export function ReviewButton({ call }: { call: CallDetail }) {
  const { mark, failure, isPending } = useMark()
  const isReviewed = call.reviewed_at !== null
  return (
    <>
      {failure && (
        <span role="alert" className="text-12 text-problem-ink">
          {t.failed} {messages.ended.code(failure.code)}
        </span>
      )}
      <Button
        kind={isReviewed ? 'default' : 'primary'}
        size="small"
        icon={Check}
        pending={isPending}
        title={isReviewed ? t.undo : undefined}
        aria-keyshortcuts="r"
        onClick={() => void mark([call.id], { reviewed: !isReviewed })}
      >
        {isReviewed ? t.reviewed : t.mark}
      </Button>
    </>
  )
}
