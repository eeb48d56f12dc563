'use client'
import { messages } from '#components/messages/messages.ts'
import { cn } from '#components/ui/class-names.ts'
import { formatNumber } from '#components/ui/reader.ts'
import { Tooltip } from '#components/ui/tooltip.tsx'
import { binText, dayText, weekdayOf } from './day-words.ts'
import { FILLS } from './kinds.tsx'
import { RowsLink } from './rows.tsx'
import { axisOf, type Bin, COUNTED_AS, countAs } from './stats.ts'

/** Most labels under the bars; others are told by the bar itself. */
const MOST_LABELS = 14

/** A bar for each day or week, in the three parts of its calls; each opens its calls. */
export function DayChart({ bins, isWeekly }: { bins: Bin[]; isWeekly: boolean }) {
  const axis = axisOf(Math.max(...bins.map(({ calls }) => calls)))
  const step = Math.ceil(bins.length / MOST_LABELS)
  return (
    <div className="flex gap-2 pt-2">
      <Axis marks={axis} />
      <div className="relative min-w-0 flex-1">
        <Lines count={axis.length} />
        <ol className="relative flex">
          {bins.map((bin, nth) => (
            <li key={bin.from} className="min-w-0 flex-1">
              <Bar bin={bin} most={axis.at(-1)!} text={binText(bin, isWeekly)} />
              <Label bin={bin} isWeekly={isWeekly} isShown={nth % step === 0} />
            </li>
          ))}
        </ol>
      </div>
    </div>
  )
}

const Axis = ({ marks }: { marks: number[] }) => (
  <div
    aria-hidden
    className="figures flex h-44 min-w-6 translate-y-2 flex-col-reverse justify-between text-right text-11 text-ink-3"
  >
    {marks.map((mark) => (
      <span key={mark}>{formatNumber(mark)}</span>
    ))}
  </div>
)

const Lines = ({ count }: { count: number }) => (
  <div aria-hidden className="absolute inset-x-0 top-2 flex h-42 flex-col justify-between">
    {Array.from({ length: count }, (_, nth) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
      <span key={nth} className="border-t border-line" />
    ))}
  </div>
)

function Bar({ bin, most, text }: { bin: Bin; most: number; text: string }) {
  const parts = COUNTED_AS.map((as) => ({ as, count: countAs(bin, as) }))
  const counts = parts.map(({ count }) => count) as [number, number, number]
  const words = messages.stats.bar(text, bin.calls, ...counts)
  return (
    <Tooltip text={words} side="bottom">
      <RowsLink
        part={{ start_date: bin.from, end_date: bin.to }}
        label={words}
        className="flex h-44 flex-col-reverse items-center rounded-sm pt-2 hover:bg-hover"
      >
        {parts.map(({ as, count }) => (
          <span
            key={as}
            style={{ height: `${(count / most) * 100}%` }}
            className={cn('block w-3/5 max-w-6', count > 0 && 'min-h-0.5', FILLS[as])}
          />
        ))}
      </RowsLink>
    </Tooltip>
  )
}

const Label = ({ bin: { from }, isWeekly, isShown }: { bin: Bin; isWeekly: boolean; isShown: boolean }) => (
  <div
    aria-hidden
    className="figures flex h-9 flex-col items-center pt-1 text-11 leading-3 whitespace-nowrap text-ink-3"
  >
    {isShown && !isWeekly && <span>{weekdayOf(from)}</span>}
    {isShown && <span className="max-tablet:hidden">{dayText(from)}</span>}
    {isShown && <span className="tablet:hidden">{Number(from.slice(8))}</span>}
  </div>
)
