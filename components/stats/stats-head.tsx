'use client'
import { Download } from 'lucide-react'
import Link from 'next/link'
import type { ComponentProps } from 'react'
import { Days } from '#components/call-log/filter-form.tsx'
import type { Filters } from '#components/call-log/log-query.ts'
import { useMayExport } from '#components/exports/use-may-export.ts'
import { messages } from '#components/messages/messages.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Popover } from '#components/ui/popover.tsx'
import { daysText } from './day-words.ts'
import type { Period } from './stats.ts'

const t = messages.stats
const SPANS = ['today', '7d', '30d', '90d'] as const

interface StatsHeadProps {
  filters: Filters
  change: (changes: Filters) => void
  /** The API's query. */
  of: string
  period: Period | null
}

/** The days that are counted, and the days they are compared with. */
export function StatsHead({ filters, change, of, period }: StatsHeadProps) {
  const mayExport = useMayExport()
  const isUsual = !filters.started && !filters.start_date && !filters.end_date
  const shown = isUsual ? '30d' : filters.started
  return (
    <header className="flex min-h-13 flex-none flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-4 py-1.5 tablet:min-h-bar tablet:px-5">
      <h1 className="text-16 font-semibold tablet:text-14">{t.title}</h1>
      <div role="group" aria-label={t.period} className="flex rounded-md bg-sunken p-0.5 max-tablet:order-1">
        {SPANS.map((span) => (
          <Choice
            key={span}
            aria-pressed={shown === span}
            onClick={() => change({ started: span, start_date: '', end_date: '' })}
          >
            {t.spans[span]}
          </Choice>
        ))}
        <Popover label={t.custom} trigger={<Choice aria-pressed={!shown}>{t.custom}</Choice>}>
          <div className="grid grid-cols-2 gap-3">
            <Days filters={filters} onChange={change} />
          </div>
        </Popover>
      </div>
      {period && (
        <span className="text-12 text-ink-3 max-tablet:order-2 max-tablet:w-full">
          {t.compared(
            daysText(period.start_date, period.end_date),
            daysText(period.previous.start_date, period.previous.end_date),
          )}
        </span>
      )}
      <span className="flex-1" />
      {mayExport && (
        <Link
          href={`/settings/exports?${exportQuery(of, period)}`}
          className="inline-flex h-9 flex-none items-center gap-1.5 rounded-md px-2 text-12 font-medium text-ink-2 hover:bg-hover tablet:h-control-small"
        >
          <Icon of={Download} size={14} />
          <span className="max-tablet:sr-only">{t.csv}</span>
        </Link>
      )}
    </header>
  )
}

const Choice = (props: ComponentProps<'button'>) => (
  <button
    type="button"
    {...props}
    className={`h-9 rounded-sm px-2.5 text-12 font-medium whitespace-nowrap tablet:h-6 ${
      props['aria-pressed'] ? 'bg-surface text-ink shadow-control' : 'text-ink-2 hover:text-ink'
    }`}
  />
)

/** The calls that are counted, by their days. */
function exportQuery(of: string, period: Period | null): string {
  const params = new URLSearchParams(of)
  if (period) params.set('start_date', period.start_date)
  if (period) params.set('end_date', period.end_date)
  return params.toString()
}
