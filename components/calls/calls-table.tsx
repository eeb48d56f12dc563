'use client'
import { ArrowDown, AudioLines } from 'lucide-react'
import type { MouseEvent } from 'react'
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

/** What gives way when a call is open beside the table, or the screen is narrow. */
const WIDE_ONLY = 'max-desk:hidden group-data-open/table:hidden'

interface CallsTableProps {
  calls: HistoryCall[]
  openId: string | null
  hrefOf: (id: string) => string
  onOpen: (id: string) => void
}

/** The history as a table, for screens wide enough. A row opens its call beside it. */
export function CallsTable({ calls, openId, hrefOf, onOpen }: CallsTableProps) {
  const { columns, title } = messages.calls
  return (
    <table
      data-open={openId ? '' : undefined}
      className="group/table w-full table-fixed border-separate border-spacing-0"
    >
      <caption className="sr-only">{title}</caption>
      <colgroup>
        <col className="w-59 group-data-open/table:w-52" />
        <col className={`w-28 ${WIDE_ONLY}`} />
        <col />
        <col className="w-26 group-data-open/table:w-24" />
        <col className="w-28 group-data-open/table:w-24" />
        <col className="w-16" />
        <col className="w-12" />
      </colgroup>
      <thead>
        <tr>
          {[columns.who, columns.line, columns.agent, columns.outcome].map((column) => (
            <th key={column} scope="col" className={`${HEAD} ${EDGES} ${column === columns.line ? WIDE_ONLY : ''}`}>
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
          <th scope="col" className={`${HEAD} ${EDGES}`}>
            <span className="sr-only">{columns.recording}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <CallRow
            key={call.id}
            call={call}
            href={hrefOf(call.id)}
            isOpen={call.id === openId}
            onOpen={() => onOpen(call.id)}
          />
        ))}
      </tbody>
    </table>
  )
}

interface CallRowProps {
  call: HistoryCall
  href: string
  isOpen: boolean
  onOpen: () => void
}

function CallRow({ call, href, isOpen, onOpen }: CallRowProps) {
  const { timeZone } = useDesk().business
  const outcome = outcomeOf(call)
  const cell = `${CELL} ${EDGES} ${isOpen ? 'bg-accent-tint' : 'group-hover:bg-hover'}`
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onOpen()
  }
  return (
    <tr className="group relative">
      <td className={`${cell} ${isOpen ? 'shadow-[inset_2px_0_0_var(--accent)]' : ''}`}>
        <span className="flex items-center gap-3">
          <DirectionIcon call={call} />
          <span className="min-w-0 leading-4">
            <a
              href={href}
              data-call={call.id}
              aria-current={isOpen || undefined}
              onClick={onClick}
              className={`block truncate leading-4.5 font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus ${call.caller_name ? '' : 'number'}`}
            >
              {call.caller_name ?? <NumberText number={call.caller_phone} />}
            </a>
            <span className="block truncate text-12 text-ink-3">
              {call.caller_name ? <NumberText number={call.caller_phone} /> : directionOf(call).word}
            </span>
          </span>
        </span>
      </td>
      <td className={`${cell} text-ink-2 ${WIDE_ONLY}`}>
        {call.line_label ?? <NumberText number={call.phone_number} />}
      </td>
      <td className={`${cell} text-ink-2`}>{call.agent_name ?? '–'}</td>
      <td className={cell}>
        <span className={outcome.ink}>{outcome.word}</span>
      </td>
      <td className={`${cell} figures text-right text-ink-2`}>
        <time dateTime={call.started_at}>{formatStart(call.started_at, timeZone)}</time>
      </td>
      <td className={`${cell} figures text-right`}>{lengthOf(call)}</td>
      <td className={`${cell} text-ink-3`}>{call.recording_url && <RecordingIcon />}</td>
    </tr>
  )
}

const RecordingIcon = () => (
  <span title={messages.calls.columns.recording} className="flex justify-end">
    <Icon of={AudioLines} size={14} />
    <span className="sr-only">{messages.calls.columns.recording}</span>
  </span>
)

/** A length once the call is over; a running one has none yet. */
export const lengthOf = (call: HistoryCall) => (call.ended_at ? formatLength(call.duration ?? 0) : '–')
