'use client'
import { messages } from '#components/messages/messages.ts'
import { cn } from '#components/ui/class-names.ts'
import { formatNumber, weekdayName } from '#components/ui/reader.ts'
import { RowsLink } from './rows.tsx'
import { hoursOf, type Period } from './stats.ts'

const t = messages.stats
const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7]
const SHADES = [
  'bg-[color-mix(in_oklab,var(--accent)_10%,var(--surface))] text-ink-2',
  'bg-[color-mix(in_oklab,var(--accent)_20%,var(--surface))] text-ink',
  'bg-[color-mix(in_oklab,var(--accent)_38%,var(--surface))] text-ink',
  'bg-accent text-on-accent',
  'bg-accent-hover font-semibold text-on-accent',
]

/** When calls begin, by weekday and hour: a table whose fields are darker the more calls they have. */
export function WeekHeat({ period: { week, time_zone: zone } }: { period: Period }) {
  const hours = hoursOf(week)
  const most = Math.max(1, ...week.map(({ calls }) => calls))
  const callsAt = (weekday: number, hour: number) =>
    week.find((cell) => cell.weekday === weekday && cell.hour === hour)?.calls ?? 0
  return (
    <section aria-label={t.week.title} className="flex min-w-0 flex-col gap-2 px-4 py-3 tablet:px-5">
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="font-semibold">{t.week.title}</h2>
        <span className="flex-1" />
        <span className="text-12 text-ink-3">{t.week.zone(zone.replaceAll('_', ' '))}</span>
      </div>
      <div className="overflow-x-auto">
        <table className="figures w-full border-separate border-spacing-0.5 text-center text-11 text-ink-3">
          <thead>
            <tr>
              <th className="w-8 text-left font-regular">
                <span className="sr-only">{t.week.day}</span>
              </th>
              {hours.map((hour) => (
                <th key={hour} scope="col" className="min-w-5 font-regular">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {WEEKDAYS.map((weekday) => (
              <tr key={weekday}>
                <th scope="row" className="pr-1 text-left font-regular">
                  {weekdayName(weekday)}
                </th>
                {hours.map((hour) => (
                  <td key={hour} className="p-0">
                    <Cell {...{ weekday, hour, most }} calls={callsAt(weekday, hour)} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function Cell({ weekday, hour, calls, most }: { weekday: number; hour: number; calls: number; most: number }) {
  const box = 'block h-6 rounded-xs px-0.5 leading-6'
  if (calls === 0) return <span className={cn(box, 'bg-sunken')}>0</span>
  return (
    <RowsLink
      part={{ weekday: String(weekday), hour: String(hour) }}
      label={t.cell(calls, weekdayName(weekday, 'long'), hour)}
      className={cn(box, SHADES[Math.ceil((calls / most) * SHADES.length) - 1])}
    >
      {formatNumber(calls)}
    </RowsLink>
  )
}
