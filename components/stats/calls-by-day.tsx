'use client'
import { Table2 } from 'lucide-react'
import { useState } from 'react'
import { messages } from '#components/messages/messages.ts'
import { Button } from '#components/ui/button.tsx'
import { DayChart } from './day-chart.tsx'
import { binText } from './day-words.ts'
import { Legend } from './kinds.tsx'
import { PartsTable } from './parts-table.tsx'
import { type Bin, type Period, tallyOf } from './stats.ts'

const t = messages.stats

/** Calls over time, as bars or as a table. */
export function CallsByDay({ period, bins }: { period: Period; bins: Bin[] }) {
  const [isTable, setTable] = useState(false)
  const isWeekly = bins.length < period.days.length
  const title = isWeekly ? t.byWeek : t.byDay
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-2 px-4 py-3 tablet:px-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-semibold">{title}</h2>
        <span className="flex-1" />
        <Legend tally={tallyOf(period.totals)} />
        <Button size="small" kind="quiet" icon={Table2} aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {t.asTable}
        </Button>
      </div>
      {isTable ? (
        <PartsTable
          head={t.week.day}
          total={tallyOf(period.totals)}
          parts={bins.map((bin) => ({
            ...bin,
            key: bin.from,
            name: binText(bin, isWeekly),
            part: { start_date: bin.from, end_date: bin.to },
          }))}
        />
      ) : (
        <DayChart bins={bins} isWeekly={isWeekly} />
      )}
    </section>
  )
}
