'use client'
import type { Filters } from '#components/call-log/log-query.ts'
import { messages } from '#components/messages/messages.ts'
import { Count } from './rows.tsx'
import type { Totals } from './stats.ts'

const t = messages.stats

/** All calls by direction, by outcome and by status; each list adds up to the number beside its title. */
export function Shares({ totals }: { totals: Totals }) {
  const all = totals.totalCalls
  return (
    <div className="flex flex-col">
      <Share field="direction" words={t.directions} counts={totals.callsByDirection} all={all} />
      <Share field="outcome" words={messages.callLog.outcomes} counts={totals.callOutcomeBreakdown} all={all} />
      <Share field="status" words={messages.callLog.statuses} counts={totals.callsByStatus} all={all} />
    </div>
  )
}

interface ShareProps {
  field: 'direction' | 'outcome' | 'status'
  words: Record<string, string>
  counts: Record<string, number>
  all: number
}

function Share({ field, words, counts, all }: ShareProps) {
  const parts = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .toSorted(([, one], [, other]) => other - one)
  return (
    <section aria-label={t.shares[field]} className="px-4 py-3 tablet:px-5">
      <div className="flex items-baseline">
        <h2 className="flex-1 font-semibold">{t.shares[field]}</h2>
        <span className="figures text-12 text-ink-3">{t.calls(all)}</span>
      </div>
      <ul>
        {parts.map(([word, count]) => (
          <li key={word} className="pt-1.5">
            <div className="flex items-baseline">
              <span className="min-w-0 flex-1 truncate">{words[word] ?? word}</span>
              <Count n={count} part={{ [field]: word } satisfies Filters} className="font-medium" />
            </div>
            <div
              aria-hidden
              style={{ width: `${(count / all) * 100}%` }}
              className="mt-1 h-1 rounded-full bg-ended-line"
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
