'use client'
import { Phone } from 'lucide-react'
import Link from 'next/link'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import { formatStart } from '#components/phone/format.ts'
import { NumberText } from '#components/phone/number-text.tsx'
import { Button } from '#components/ui/button.tsx'
import { DirectionIcon } from './direction-icon.tsx'
import type { HistoryCall } from './history.ts'
import { MetParty, MetWords } from './met.tsx'
import { isMissed, lengthOf, outcomeOf } from './outcome.ts'

interface CallsListProps {
  calls: HistoryCall[]
  /** Absent during a call: there is no dialer to fill then. */
  onCallBack: ((call: HistoryCall) => void) | undefined
}

/** Calls as rows of two lines: the recent ones beside the dialer, and the whole history on a phone. */
export function CallsList({ calls, onCallBack }: CallsListProps) {
  return (
    <ul className="tablet:px-2">
      {calls.map((call) => (
        <CallItem key={call.id} call={call} onCallBack={onCallBack && (() => onCallBack(call))} />
      ))}
    </ul>
  )
}

interface CallItemProps {
  call: HistoryCall
  /** What the list was searched for. */
  search?: string | undefined
  onCallBack: (() => void) | undefined
}

/** A call in two lines, the way to its page. */
export function CallItem({ call, search, onCallBack }: CallItemProps) {
  const { timeZone } = useDesk().business
  const missed = isMissed(call)
  return (
    <li className="group relative flex min-h-14 items-center gap-3 border-b border-line px-4 hover:bg-hover focus-within:bg-hover tablet:min-h-row tablet:rounded-md tablet:border-0 tablet:px-3">
      <DirectionIcon call={call} />
      <div className="min-w-0 flex-1">
        <Link
          href={`/calls/${call.id}`}
          className={`block truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-focus ${missed ? 'text-problem-ink' : ''}`}
        >
          {search ? (
            <MetParty call={call} search={search} withNumber />
          ) : (
            (call.caller_name ?? <NumberText number={call.caller_phone} />)
          )}
        </Link>
        <div className="truncate text-12 text-ink-3">
          {call.found ? <MetWords found={call.found} search={search} /> : detailOf(call)}
        </div>
      </div>
      {onCallBack && (
        <Button
          size="small"
          icon={Phone}
          onClick={onCallBack}
          className={
            missed
              ? 'relative'
              : 'max-tablet:hidden tablet:absolute tablet:right-26 tablet:opacity-0 tablet:focus-visible:opacity-100 tablet:group-hover:opacity-100'
          }
        >
          {messages.recents.callBack}
        </Button>
      )}
      <div className="figures flex flex-none flex-col text-right text-12 tablet:flex-row-reverse tablet:gap-3">
        <time dateTime={call.started_at} className="text-ink-3 tablet:min-w-9">
          {formatStart(call.started_at, timeZone)}
        </time>
        <span className="text-ink-2 tablet:text-ink-3">{call.answered_at && call.ended_at ? lengthOf(call) : ''}</span>
      </div>
    </li>
  )
}

/** The line, and who took the call or what became of it. */
function detailOf(call: HistoryCall): string {
  const outcome = call.ended_at && call.answered_at ? null : outcomeOf(call).word.toLocaleLowerCase('en-GB')
  return [call.line_label ?? call.phone_number, outcome ?? call.agent_name].filter(Boolean).join(' · ')
}
