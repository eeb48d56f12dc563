'use client'
import type { Filters } from '#components/call-log/log-query.ts'
import { messages } from '#components/messages/messages.ts'
import { formatNumber } from '#components/ui/reader.ts'
import { Count } from './rows.tsx'

const t = messages.stats

export interface BarRow {
  key: string
  name: string
  calls: number
  before: number
  part: Filters
}

interface BarTableProps {
  title: string
  head: string
  /** What it counts. */
  formula: string
  rows: BarRow[]
  none?: string
}

/** Parts of the calls as a table whose rows are bars, beside the days before; each number opens its calls. */
export function BarTable({ title, head, formula, rows, none }: BarTableProps) {
  const all = rows.reduce((sum, { calls }) => sum + calls, 0)
  const most = Math.max(1, ...rows.map(({ calls }) => calls))
  return (
    <section aria-label={title} className="min-w-0 px-4 py-3 tablet:px-5">
      <div className="flex items-baseline gap-3">
        <h2 className="flex-1 font-semibold">{title}</h2>
        <span className="figures text-12 text-ink-3">{t.calls(all)}</span>
      </div>
      <p className="text-12 text-ink-3">{formula}</p>
      {rows.length === 0 ? (
        <p className="pt-2">{none}</p>
      ) : (
        <table className="mt-1 w-full table-fixed text-right">
          <thead>
            <tr className="text-12 text-ink-3 [&>th]:h-7 [&>th]:w-17 [&>th]:pl-3 [&>th]:font-medium">
              <th scope="col" className="w-auto! pl-0! text-left">
                {head}
              </th>
              <th scope="col">{t.before}</th>
              <th scope="col">{t.heads.calls}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, name, calls, before, part }) => (
              <tr key={key} className="align-bottom">
                <th scope="row" className="pt-1.5 text-left [font-weight:inherit]">
                  <span className="block truncate">{name}</span>
                  <span
                    aria-hidden
                    style={{ width: `${(calls / most) * 100}%` }}
                    className="mt-1 block h-1 rounded-full bg-ended-line"
                  />
                </th>
                <td className="figures text-ink-3">{formatNumber(before)}</td>
                <td>
                  <Count n={calls} part={part} className="font-medium" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}
