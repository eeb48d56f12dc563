'use client'
import { CircleAlert } from 'lucide-react'
import { FilterChips } from '#components/call-log/filter-chips.tsx'
import type { Filters } from '#components/call-log/log-query.ts'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { Empty } from '#components/ui/empty.tsx'
import { Note } from '#components/ui/note.tsx'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { AnsweringSection, Lengths, Reasons } from './answering-parts.tsx'
import { CallsByDay } from './calls-by-day.tsx'
import { Figures } from './figures.tsx'
import { AgentParts, LineParts, TagParts } from './named-parts.tsx'
import { RowsProvider } from './rows.tsx'
import { Shares } from './shares.tsx'
import { binsOf, type Period } from './stats.ts'
import { StatsHead } from './stats-head.tsx'
import { useAnswering, useStats, useStatsFilters } from './use-stats.ts'
import { WeekHeat } from './week-heat.tsx'

const t = messages.stats

/** The figures of some days beside those of the days before: each tells how it is counted and opens the calls it counts. */
export function StatsPage() {
  const { filters, change } = useStatsFilters()
  const { of, period, failure, isLoading, retry } = useStats(filters)
  const counted = useAnswering(of)
  return (
    <div data-side className="flex min-h-0 flex-1 flex-col">
      <StatsHead {...{ filters, change, of, period }} />
      <div className="flex min-h-11 flex-none flex-wrap items-center gap-1.5 border-b border-line px-4 py-1.5 tablet:px-5">
        <FilterChips filters={filters} onChange={change} />
      </div>
      <ScrollArea className="@container">
        {failure && (
          <Note
            role="alert"
            tone="problem"
            icon={CircleAlert}
            title={t.failed}
            code={failure.code}
            className="m-4"
            actions={<Button onClick={retry}>{messages.calls.retry}</Button>}
          >
            {failure.message}
          </Note>
        )}
        {!period && !failure && <Loading />}
        {period && (
          // Until the figures of these filters are here, those of the filters before cannot be followed.
          <div inert={isLoading} aria-busy={isLoading} className={isLoading ? 'opacity-60' : undefined}>
            <Body counted={counted} filters={filters} period={period} />
          </div>
        )}
      </ScrollArea>
    </div>
  )
}

const Loading = () => (
  <div role="status" aria-label={t.loading} className="flex flex-col gap-5 p-5">
    <Skeleton className="h-16" />
    <Skeleton className="h-52" />
    <Skeleton className="h-52" />
  </div>
)

interface BodyProps {
  counted: ReturnType<typeof useAnswering>
  filters: Filters
  period: Period
}

function Body({ counted, filters, period }: BodyProps) {
  const { answering } = counted
  const bins = binsOf(period.days)
  const row =
    'grid grid-cols-1 divide-line border-b border-line max-[56rem]:divide-y @min-[56rem]:grid-cols-[minmax(0,1fr)_23.5rem] @min-[56rem]:divide-x'
  return (
    <RowsProvider filters={filters} period={period}>
      <Figures period={period} bins={bins} />
      <AnsweringSection {...counted} />
      {period.totals.totalCalls === 0 ? (
        <Empty title={t.none}>{t.noneAdvice}</Empty>
      ) : (
        <>
          <div className={row}>
            <CallsByDay period={period} bins={bins} />
            <WeekHeat period={period} />
          </div>
          <div className={row}>
            <div className="flex min-w-0 flex-col divide-y divide-line">
              <AgentParts period={period} />
              <LineParts period={period} />
              <TagParts period={period} />
            </div>
            <div className="flex min-w-0 flex-col divide-y divide-line">
              {answering && <Reasons reasons={answering.reasons} />}
              {answering && <Lengths lengths={answering.lengths} />}
              <Shares totals={period.totals} />
            </div>
          </div>
        </>
      )}
    </RowsProvider>
  )
}
