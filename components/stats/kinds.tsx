'use client'
import { messages } from '#components/messages/messages.ts'
import { cn } from '#components/ui/class-names.ts'
import { Count } from './rows.tsx'
import { COUNTED_AS, type CountedAs, countAs, type Tally } from './stats.ts'

const t = messages.stats

/** The three parts of every bar: full, hatched, hollow, so that they differ without colour as well. */
export const FILLS: Record<CountedAs, string> = {
  answered: 'bg-accent',
  missed: 'bg-[repeating-linear-gradient(135deg,var(--problem)_0_3px,var(--problem-tint)_3px_5px)]',
  other: 'bg-ended-tint shadow-[inset_0_0_0_1px_var(--line-control)]',
}

/** What the parts of the bars mean, and how they add up to all calls. */
export function Legend({ tally }: { tally: Tally }) {
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-12 text-ink-2">
      {COUNTED_AS.map((as) => (
        <span key={as} className="flex items-center gap-1" title={as === 'other' ? t.neither : undefined}>
          <span aria-hidden className={cn('size-2 rounded-[2px]', FILLS[as])} />
          {t.countedAs[as]} <Count n={countAs(tally, as)} part={{ counted_as: as }} className="font-medium text-ink" />
        </span>
      ))}
      <span>
        = <Count n={tally.calls} part={{}} className="font-medium text-ink" />
      </span>
    </p>
  )
}
