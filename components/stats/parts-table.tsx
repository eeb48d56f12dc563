'use client'
import type { ReactNode } from 'react'
import type { Filters } from '#components/call-log/log-query.ts'
import { messages } from '#components/messages/messages.ts'
import { formatLength } from '#components/phone/format.ts'
import { formatNumber } from '#components/ui/reader.ts'
import { percent } from './figures.tsx'
import { Count } from './rows.tsx'
import { averageOf, COUNTED_AS, countAs, shareOf, sumOf, type Tally } from './stats.ts'

const t = messages.stats

export interface Part extends Tally {
  key: string
  name: ReactNode
  /** What makes its calls. */
  part: Filters
}

interface PartsTableProps {
  head: string
  parts: Part[]
  /** What the parts add up to; absent where one call may be in two of them. */
  total?: Tally
}

/** The calls part by part, with a last row of them all. */
export function PartsTable({ head, parts, total }: PartsTableProps) {
  return (
    <table className="w-full table-fixed text-right">
      <thead>
        <tr className="border-b border-line text-12 text-ink-3 [&>th]:h-8 [&>th]:w-17 [&>th]:pl-3 [&>th]:font-medium">
          <th scope="col" className="w-auto! pl-0! text-left">
            {head}
          </th>
          <th scope="col">{t.heads.calls}</th>
          <th scope="col">{t.heads.answered}</th>
          <th scope="col">{t.heads.missed}</th>
          <th scope="col" title={t.neither} className="max-tablet:hidden">
            {t.heads.other}
          </th>
          <th scope="col">{t.heads.rate}</th>
          <th scope="col" className="max-tablet:hidden">
            {t.heads.average}
          </th>
        </tr>
      </thead>
      <tbody className="[&_td:first-of-type]:font-medium">
        {parts.map((part) => (
          <PartRow key={part.key} name={part.name} tally={part} part={part.part} />
        ))}
        {total && <Rest total={total} parts={parts} />}
      </tbody>
      {total && (
        <tfoot className="font-semibold">
          <PartRow name={t.total} tally={total} part={{}} />
        </tfoot>
      )}
    </table>
  )
}

/** What a list of the largest parts leaves out, so that the table adds up. */
function Rest({ total, parts }: { total: Tally; parts: Part[] }) {
  const sum = sumOf(parts)
  if (sum.calls === total.calls) return null
  const rest = {
    calls: total.calls - sum.calls,
    answered: total.answered - sum.answered,
    missed: total.missed - sum.missed,
    duration: total.duration - sum.duration,
  }
  return <PartRow name={t.others} tally={rest} />
}

function PartRow({ name, tally, part }: { name: ReactNode; tally: Tally; part?: Filters }) {
  const average = averageOf(tally)
  const number = (n: number, more: Filters = {}) =>
    part ? <Count n={n} part={{ ...part, ...more }} /> : formatNumber(n)
  return (
    <tr className="figures h-row-tight border-b border-line last:border-0 [&>td]:pl-3">
      <th scope="row" className="text-left break-words [font-weight:inherit] max-tablet:py-1.5 tablet:truncate">
        {name}
      </th>
      <td>{number(tally.calls)}</td>
      {COUNTED_AS.map((as) => (
        <td key={as} className={as === 'other' ? 'max-tablet:hidden' : ''}>
          {number(countAs(tally, as), { counted_as: as })}
        </td>
      ))}
      <td>{percent(shareOf(tally.answered, tally.calls))}</td>
      <td className="max-tablet:hidden">{average === null ? '–' : formatLength(average)}</td>
    </tr>
  )
}
