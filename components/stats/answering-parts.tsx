'use client'
import { CircleAlert } from 'lucide-react'
import { reasonText } from '#components/call-log/filter-words.ts'
import { messages } from '#components/messages/messages.ts'
import { formatLength } from '#components/phone/format.ts'
import { Button } from '#components/ui/button.tsx'
import { Note } from '#components/ui/note.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { AnsweringFigures } from './answering-figures.tsx'
import { BarTable } from './bar-table.tsx'
import type { Answering } from './stats.ts'
import type { useAnswering } from './use-stats.ts'

const t = messages.stats

/** The figures of waiting, once they are counted; nothing where nobody called in. */
export function AnsweringSection({ answering, failure, retry }: ReturnType<typeof useAnswering>) {
  if (failure)
    return (
      <Note
        role="alert"
        tone="problem"
        icon={CircleAlert}
        title={t.answering.failed}
        code={failure.code}
        className="m-4"
        actions={<Button onClick={retry}>{messages.calls.retry}</Button>}
      >
        {failure.message}
      </Note>
    )
  if (!answering)
    return (
      <div role="status" aria-label={t.answering.loading} className="border-b border-line px-4 py-3 tablet:px-5">
        <Skeleton className="h-16" />
      </div>
    )
  return answering.speed.incoming > 0 && <AnsweringFigures answering={answering} />
}

/** Answered calls by length. */
export const Lengths = ({ lengths }: Pick<Answering, 'lengths'>) => (
  <BarTable
    {...t.lengths}
    rows={lengths.map(({ min_duration: least, max_duration: most, calls, before }) => ({
      ...{ key: String(least), name: lengthText(least, most), calls, before },
      part: {
        counted_as: 'answered',
        min_duration: String(least),
        ...(most !== null && { max_duration: String(most) }),
      },
    }))}
  />
)

function lengthText(least: number, most: number | null): string {
  if (most === null) return t.lengths.over(formatLength(least))
  return least === 0
    ? t.lengths.under(formatLength(most + 1))
    : t.lengths.between(formatLength(least), formatLength(most))
}

/** Calls that nobody answered by what became of them. */
export const Reasons = ({ reasons }: Pick<Answering, 'reasons'>) => (
  <BarTable
    {...t.reasons}
    rows={reasons.map(({ reason, ...counts }) => ({
      ...{ key: reason, name: reasonText(reason), ...counts },
      part: { reason },
    }))}
  />
)
