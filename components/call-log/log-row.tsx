'use client'
import { AudioLines, Check, FileText, type LucideIcon } from 'lucide-react'
import { type MouseEvent, memo, type ReactNode, type Ref } from 'react'
import { DirectionIcon } from '#components/calls/direction-icon.tsx'
import { Highlight } from '#components/calls/highlight.tsx'
import type { HistoryCall } from '#components/calls/history.ts'
import { MetParty, MetWords } from '#components/calls/met.tsx'
import { directionOf, lengthOf, outcomeOf } from '#components/calls/outcome.ts'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import { formatStart } from '#components/phone/format.ts'
import { useNumberText } from '#components/phone/number-text.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { CELL, type ColumnHead, EDGES, WIDE_ONLY } from './log-columns.ts'

const t = messages.callLog

export interface LogRowProps {
  call: HistoryCall
  /** From 1, counted with the header. */
  rowIndex: number
  href: string
  search: string | undefined
  columns: ColumnHead[]
  isOpen: boolean
  isSelected: boolean
  linkRef: Ref<HTMLAnchorElement>
  onOpen: (id: string) => void
  onSelect: (ids: readonly string[], isSelected: boolean) => void
}

/** A call of the list. The whole row is one link, beside the box that selects it. */
export const LogRow = memo(function LogRow({ call, rowIndex, columns, isOpen, isSelected, ...rest }: LogRowProps) {
  const { timeZone } = useDesk().business
  const ground = isOpen || isSelected ? 'bg-accent-tint' : 'group-hover:bg-hover'
  const cell = `${CELL} ${EDGES} ${ground}`
  return (
    <tr aria-rowindex={rowIndex} className="group relative">
      <td className={`${cell} ${isOpen ? 'shadow-[inset_2px_0_0_var(--accent)]' : ''}`}>
        <WhoCell call={call} isOpen={isOpen} isSelected={isSelected} {...rest} />
      </td>
      {columns.map(({ name, align, isWideOnly }) => (
        <td
          key={name}
          className={`${cell} ${align === 'right' ? 'figures text-right' : ''} ${isWideOnly ? WIDE_ONLY : ''}`}
        >
          {name === 'start' ? (
            <time dateTime={call.started_at} className="text-ink-2">
              {formatStart(call.started_at, timeZone)}
            </time>
          ) : (
            <Value name={name} call={call} />
          )}
        </td>
      ))}
    </tr>
  )
})

type WhoCellProps = Omit<LogRowProps, 'rowIndex' | 'columns'>

function WhoCell({ call, href, search, isOpen, isSelected, linkRef, onOpen, onSelect }: WhoCellProps) {
  const number = useNumberText()(call.caller_phone)
  const name = call.caller_name ?? number
  const onClick = (event: MouseEvent) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onOpen(call.id)
  }
  return (
    <span className="flex items-center gap-3">
      <span className="relative grid flex-none place-items-center">
        <DirectionIcon call={call} />
        <input
          type="checkbox"
          aria-label={t.select(name)}
          checked={isSelected}
          onChange={(event) => onSelect([call.id], event.target.checked)}
          className="absolute z-10 size-4 bg-surface accent-(--accent) opacity-0 group-hover:opacity-100 checked:opacity-100 focus-visible:opacity-100"
        />
      </span>
      <span className="min-w-0 leading-4">
        <a
          ref={linkRef}
          href={href}
          data-call={call.id}
          aria-current={isOpen || undefined}
          onClick={onClick}
          className={`block truncate leading-4.5 font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus ${call.caller_name ? '' : 'number'}`}
        >
          <MetParty call={call} search={search} withNumber={Boolean(call.found)} />
        </a>
        <span className="block truncate text-12 text-ink-3">
          <SecondLine call={call} number={number} search={search} />
        </span>
      </span>
    </span>
  )
}

/** The number below the name, or the words that the search met. */
function SecondLine({ call, number, search }: { call: HistoryCall; number: string; search: string | undefined }) {
  if (call.found) return <MetWords found={call.found} search={search} />
  if (!call.caller_name) return directionOf(call).word
  return (
    <span className="number">
      <Highlight text={number} search={search} />
    </span>
  )
}

function Value({ name, call }: { name: ColumnHead['name']; call: HistoryCall }): ReactNode {
  const lineText = useNumberText()
  switch (name) {
    case 'line':
      return <span className="text-ink-2">{call.line_label ?? lineText(call.phone_number)}</span>
    case 'agent':
      return <span className="text-ink-2">{call.agent_name ?? '–'}</span>
    case 'outcome':
      return <span className={outcomeOf(call).ink}>{outcomeOf(call).word}</span>
    case 'tags':
      return <span className="text-ink-2">{call.tags.join(', ')}</span>
    case 'disposition':
      return <span className="text-ink-2">{call.disposition}</span>
    case 'length':
      return lengthOf(call)
    default:
      return <HasIcons call={call} />
  }
}

const HasIcons = ({ call }: { call: HistoryCall }) => (
  <span className="flex justify-end gap-1.5 text-ink-3">
    {call.recording_url && <Has icon={AudioLines} word={messages.calls.columns.recording} />}
    {call.has_transcript && <Has icon={FileText} word={t.transcript} />}
    {call.reviewed_at && <Has icon={Check} word={t.reviewedBy(call.reviewed_by)} />}
  </span>
)

const Has = ({ icon, word }: { icon: LucideIcon; word: string }) => (
  <span title={word}>
    <Icon of={icon} size={14} />
    <span className="sr-only">{word}</span>
  </span>
)
