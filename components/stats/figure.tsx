'use client'
import { Info } from 'lucide-react'
import type { Filters } from '#components/call-log/log-query.ts'
import { messages } from '#components/messages/messages.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { RowsLink } from './rows.tsx'
import { Sparkline } from './sparkline.tsx'

const t = messages.stats.figures
const TONES = { better: 'text-live-ink', worse: 'text-problem-ink', neutral: 'text-ink-3' }

export interface FigureProps {
  name: string
  formula: string
  /** The formula with this period's numbers. */
  worked: string
  value: string
  before: string | null
  change: string | null
  tone: keyof typeof TONES
  /** The value of each bar of the period. */
  course: (number | null)[]
  /** What makes the calls it counts. */
  part: Filters
}

/** A figure with its change and its course; it opens the calls it counts, its button tells how. */
export function Figure({ name, formula, worked, value, before, change, tone, course, part }: FigureProps) {
  return (
    <div className="min-w-0 px-4 py-3 tablet:px-5">
      <div className="flex items-center gap-1 text-12 text-ink-2">
        <span className="truncate">{name}</span>
        <Popover
          label={t.how(name)}
          trigger={
            <button type="button" aria-label={t.how(name)} className="grid size-6 place-items-center text-ink-3">
              <Icon of={Info} size={12} />
            </button>
          }
        >
          <div className="flex max-w-70 flex-col gap-2">
            <p>{formula}</p>
            <p className="figures font-medium">{worked}</p>
            <RowsLink part={part} className="text-accent-ink underline underline-offset-2">
              {t.open}
            </RowsLink>
          </div>
        </Popover>
      </div>
      <div className="flex items-end justify-between gap-2">
        <RowsLink
          part={part}
          label={`${name}: ${value}`}
          className="figures text-20 font-semibold underline-offset-4 hover:underline"
        >
          {value}
        </RowsLink>
        <Sparkline course={course} />
      </div>
      <p className={`figures truncate text-12 ${TONES[tone]}`}>
        {change ?? t.noneBefore}
        {change && before && <span className="text-ink-3"> · {t.before(before)}</span>}
      </p>
    </div>
  )
}
