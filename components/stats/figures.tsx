'use client'
import { messages } from '#components/messages/messages.ts'
import { formatLength } from '#components/phone/format.ts'
import { formatNumber } from '#components/ui/reader.ts'
import { Figure, type FigureProps } from './figure.tsx'
import { averageOf, type Bin, type Period, shareOf, type Tally, tallyOf } from './stats.ts'

const t = messages.stats.figures

/** The five figures above all others, each beside the period before. */
export function Figures({ period, bins }: { period: Period; bins: Bin[] }) {
  const [now, before] = [tallyOf(period.totals), tallyOf(period.previous.totals)]
  return (
    <section
      aria-label={t.label}
      className="grid grid-cols-2 border-b border-line @min-[48rem]:grid-cols-5 @min-[48rem]:divide-x @min-[48rem]:divide-line"
    >
      <Figure {...callsFigure(now, before, bins)} />
      <Figure {...rateFigure('answered', now, before, bins)} />
      <Figure {...rateFigure('missed', now, before, bins)} />
      <Figure {...averageFigure(now, before, bins)} />
      <Figure {...timeFigure(now, before, bins)} />
    </section>
  )
}

function callsFigure(now: Tally, before: Tally, bins: Bin[]): FigureProps {
  const change = shareOf(now.calls - before.calls, before.calls)
  return {
    ...t.calls,
    worked: messages.stats.calls(now.calls),
    value: formatNumber(now.calls),
    before: formatNumber(before.calls),
    change: change === null ? null : `${signOf(change)}${percent(Math.abs(change))}`,
    tone: 'neutral',
    course: bins.map(({ calls }) => calls),
    part: {},
  }
}

function rateFigure(as: 'answered' | 'missed', now: Tally, before: Tally, bins: Bin[]): FigureProps {
  const rateOf = (tally: Tally) => shareOf(tally[as], tally.calls)
  const [rate, past] = [rateOf(now), rateOf(before)]
  // The difference of what is shown, so that a reader's own sum comes out.
  const change = rate === null || past === null ? null : toThousandths(rate) - toThousandths(past)
  const isGood = change !== null && change > 0 === (as === 'answered')
  return {
    ...t[as],
    worked: `${formatNumber(now[as])} ÷ ${formatNumber(now.calls)} = ${percent(rate)}`,
    value: percent(rate),
    before: percent(past),
    change: change === null ? null : t.points(`${signOf(change)}${formatNumber(Math.abs(change) / 10, 1)}`),
    tone: !change ? 'neutral' : isGood ? 'better' : 'worse',
    course: bins.map(rateOf),
    part: { counted_as: as },
  }
}

function averageFigure(now: Tally, before: Tally, bins: Bin[]): FigureProps {
  const [average, past] = [averageOf(now), averageOf(before)]
  return {
    ...t.average,
    worked: `${formatLength(now.duration)} ÷ ${formatNumber(now.answered)} = ${length(average)}`,
    value: length(average),
    before: length(past),
    change: average === null || past === null ? null : lengthChange(Math.floor(average) - Math.floor(past)),
    tone: 'neutral',
    course: bins.map(averageOf),
    part: {},
  }
}

function timeFigure(now: Tally, before: Tally, bins: Bin[]): FigureProps {
  return {
    ...t.time,
    worked: formatLength(now.duration),
    value: formatLength(now.duration),
    before: formatLength(before.duration),
    change: before.calls === 0 ? null : lengthChange(now.duration - before.duration),
    tone: 'neutral',
    course: bins.map(({ duration }) => duration),
    part: {},
  }
}

export const toThousandths = (share: number) => Math.round(share * 1000)
export const signOf = (change: number) => (change > 0 ? '+' : change < 0 ? '−' : '±')
const lengthChange = (seconds: number) => `${signOf(seconds)}${formatLength(Math.abs(seconds))}`
const length = (seconds: number | null) => (seconds === null ? '–' : formatLength(seconds))

/** A share, 0 to 1, as a percentage; a dash of nothing. */
export const percent = (share: number | null): string => (share === null ? '–' : `${formatNumber(share * 100, 1)}%`)
