'use client'
import type { Filters } from '#components/call-log/log-query.ts'
import { messages } from '#components/messages/messages.ts'
import { formatNumber } from '#components/ui/reader.ts'
import { Figure, type FigureProps } from './figure.tsx'
import { percent, signOf, toThousandths } from './figures.tsx'
import { type Answering, type Speed, shareOf } from './stats.ts'

const t = messages.stats.answering
const INCOMING: Filters = { direction: 'inbound' }
/** Answered incoming calls whose wait is known. */
const ANSWERED: Filters = { ...INCOMING, counted_as: 'answered', min_wait: '0' }

/** How long callers waited, and how many did not wait; each beside the days before. */
export function AnsweringFigures({ answering }: { answering: Answering }) {
  const { speed, previous, within_seconds: soon } = answering
  const figures = [
    rate(t.abandoned, answering, ({ abandoned, incoming }) => [abandoned, incoming], {
      part: { ...INCOMING, counted_as: 'abandoned' },
      isGood: false,
    }),
    wait(t.median, speed, previous, 'p50'),
    wait(t.most, speed, previous, 'p90'),
    wait(t.average, speed, previous, 'average'),
    rate({ name: t.within.name(soon), formula: t.within.formula(soon) }, answering, (s) => [s.within, s.answered], {
      part: { ...ANSWERED, max_wait: String(soon) },
      isGood: true,
    }),
  ]
  return (
    <section
      aria-label={t.label}
      className="grid grid-cols-2 border-b border-line @min-[48rem]:grid-cols-5 @min-[48rem]:divide-x @min-[48rem]:divide-line"
    >
      {figures.map((figure) => (
        <Figure key={figure.name} {...figure} />
      ))}
    </section>
  )
}

type Words = Pick<FigureProps, 'name' | 'formula'>

function rate(
  words: Words,
  { speed, previous }: Answering,
  countsOf: (speed: Speed) => [part: number, whole: number],
  { part, isGood }: { part: Filters; isGood: boolean },
): FigureProps {
  const [counts, past] = [countsOf(speed), countsOf(previous)]
  const [now, before] = [shareOf(...counts), shareOf(...past)]
  const change = now === null || before === null ? null : toThousandths(now) - toThousandths(before)
  return {
    ...words,
    worked: `${counts.map((count) => formatNumber(count)).join(' ÷ ')} = ${percent(now)}`,
    value: percent(now),
    before: percent(before),
    change:
      change === null
        ? null
        : messages.stats.figures.points(`${signOf(change)}${formatNumber(Math.abs(change) / 10, 1)}`),
    tone: toneOf(change, isGood),
    course: [],
    part,
  }
}

function wait(words: Words, speed: Speed, previous: Speed, name: 'p50' | 'p90' | 'average'): FigureProps {
  const [now, before] = [toTenths(speed[name]), toTenths(previous[name])]
  const change = now === null || before === null ? null : now - before
  return {
    ...words,
    worked: t.worked(seconds(now), messages.stats.calls(speed.answered)),
    value: seconds(now),
    before: seconds(before),
    change: change === null ? null : `${signOf(change)}${seconds(Math.abs(change))}`,
    tone: toneOf(change, false),
    course: [],
    part: ANSWERED,
  }
}

/** More of something good is better, more of anything else is worse. */
const toneOf = (change: number | null, isGood: boolean): FigureProps['tone'] =>
  !change ? 'neutral' : change > 0 === isGood ? 'better' : 'worse'

const toTenths = (value: number | null) => (value === null ? null : Math.round(value * 10))
const seconds = (tenths: number | null) => (tenths === null ? '–' : t.seconds(formatNumber(tenths / 10, 1)))
