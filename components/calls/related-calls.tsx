'use client'
import Link from 'next/link'
import useSWR from 'swr'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import { DirectionIcon } from './direction-icon.tsx'
import type { CallDetail, HistoryPage } from './history.ts'
import { lengthOf, outcomeOf } from './outcome.ts'
import { formatWhen } from './when.ts'

const t = messages.callNotes.related
const MOST = 5

/** The newest other calls with the same party. */
export function RelatedCalls({ call }: { call: CallDetail }) {
  const { timeZone } = useDesk().business
  const of = new URLSearchParams({ caller_phone: call.caller_phone ?? '' })
  const { data } = useSWR<HistoryPage>(call.caller_phone && `/api/calls?${of}&limit=${MOST + 1}`, {
    keepPreviousData: false,
  })
  const others = data?.data.calls.filter(({ id }) => id !== call.id).slice(0, MOST)
  if (!others) return null
  return (
    <section aria-labelledby="related-title" className="flex flex-col">
      <div className="flex h-8 items-center gap-3">
        <h3 id="related-title" className="flex-1 font-semibold">
          {t.title}
        </h3>
        {others.length > 0 && (
          <Link href={`/calls?${of}`} className="rounded-sm text-12 font-medium text-ink-2 hover:text-ink">
            {t.all}
          </Link>
        )}
      </div>
      {others.length === 0 && <p className="text-12 text-ink-3">{t.none}</p>}
      <ul>
        {others.map((other) => (
          <li key={other.id}>
            <Link
              href={`/calls/${other.id}`}
              className="-mx-2 flex min-h-11 items-center gap-2 rounded-md px-2 hover:bg-hover tablet:min-h-8"
            >
              <DirectionIcon call={other} />
              <span className="figures min-w-0 flex-1 truncate">{formatWhen(other.started_at, timeZone)}</span>
              <span className={`text-12 ${outcomeOf(other).ink}`}>{outcomeOf(other).word}</span>
              <span className="figures w-12 text-right text-12 text-ink-2">{lengthOf(other)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
