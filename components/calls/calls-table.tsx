'use client'
import { ArrowDown } from 'lucide-react'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/en-GB.ts'
import { formatLength, formatStart } from '#components/phone/format.ts'
import { NumberText } from '#components/phone/number-text.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { DirectionIcon } from './direction-icon.tsx'
import type { HistoryCall } from './history.ts'
import { directionOf, outcomeOf } from './outcome.ts'

const HEAD =
  'sticky top-0 z-10 h-8 border-b border-line bg-surface px-2 text-left text-11 font-medium whitespace-nowrap text-ink-3'
const CELL = 'h-row truncate border-b border-line px-2'
const EDGES = 'first:pl-5 last:pr-5'

/** The history as a table, for screens wide enough. */
export function CallsTable({ calls }: { calls: HistoryCall[] }) {
  const { columns, title } = messages.calls
  return (
    <table className="w-full table-fixed border-separate border-spacing-0">
      <caption className="sr-only">{title}</caption>
      <colgroup>
        <col className="w-59" />
        <col className="w-28" />
        <col />
        <col className="w-26" />
        <col className="w-28" />
        <col className="w-20" />
      </colgroup>
      <thead>
        <tr>
          {[columns.who, columns.line, columns.agent, columns.outcome].map((column) => (
            <th key={column} scope="col" className={`${HEAD} ${EDGES}`}>
              {column}
            </th>
          ))}
          <th scope="col" aria-sort="descending" className={`${HEAD} ${EDGES}`}>
            <span className="flex items-center justify-end gap-1">
              {columns.start}
              <Icon of={ArrowDown} size={12} />
            </span>
          </th>
          <th scope="col" className={`${HEAD} ${EDGES} text-right!`}>
            {columns.length}
          </th>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <CallRow key={call.id} call={call} />
        ))}
      </tbody>
    </table>
  )
}

function CallRow({ call }: { call: HistoryCall }) {
  const { timeZone } = useDesk().business
  const outcome = outcomeOf(call)
  const cell = `${CELL} ${EDGES}`
  return (
    <tr className="group">
      <td className={`${cell} group-hover:bg-hover`}>
        <span className="flex items-center gap-3">
          <DirectionIcon call={call} />
          <span className="min-w-0 leading-4">
            <b className={`block truncate leading-4.5 font-medium ${call.caller_name ? '' : 'number'}`}>
              {call.caller_name ?? <NumberText number={call.caller_phone} />}
            </b>
            <span className="block truncate text-12 text-ink-3">
              {call.caller_name ? <NumberText number={call.caller_phone} /> : directionOf(call).word}
            </span>
          </span>
        </span>
      </td>
      <td className={`${cell} text-ink-2 group-hover:bg-hover`}>
        {call.line_label ?? <NumberText number={call.phone_number} />}
      </td>
      <td className={`${cell} text-ink-2 group-hover:bg-hover`}>{call.agent_name ?? '–'}</td>
      <td className={`${cell} group-hover:bg-hover`}>
        <span className={outcome.ink}>{outcome.word}</span>
      </td>
      <td className={`${cell} figures text-right text-ink-2 group-hover:bg-hover`}>
        <time dateTime={call.started_at}>{formatStart(call.started_at, timeZone)}</time>
      </td>
      <td className={`${cell} figures text-right group-hover:bg-hover`}>{lengthOf(call)}</td>
    </tr>
  )
}

/** A length once the call is over; a running one has none yet. */
export const lengthOf = (call: HistoryCall) => (call.ended_at ? formatLength(call.duration ?? 0) : '–')
