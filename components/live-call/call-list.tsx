'use client'
import { Check, CornerUpLeft, type LucideIcon, PhoneOff } from 'lucide-react'
import { useDesk } from '#components/desk/desk-context.tsx'
import { messages } from '#components/messages/messages.ts'
import { CallTimer } from '#components/phone/call-timer.tsx'
import { useNumberText } from '#components/phone/number-text.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { formatClock } from '#components/ui/reader.ts'
import { StateDot } from '#components/ui/state-dot.tsx'
import type { ConversationSummary } from './conversation.ts'

const t = messages.assistants

const ENDS: Record<string, LucideIcon> = { end_call: Check, finished: Check, transfer_to_agent: CornerUpLeft }

interface CallListProps {
  conversations: ConversationSummary[]
  chosen: string | null
  onChoose: (id: string) => void
}

/** What goes on now, and what the day brought so far. */
export function CallList({ conversations, chosen, onChoose }: CallListProps) {
  const now = conversations.filter((each) => each.callEndedAt === null)
  const past = conversations.filter((each) => each.callEndedAt !== null)
  const alone = past.filter(({ endedReason }) => endedReason !== 'transfer_to_agent').length
  const item = (each: ConversationSummary) => ({
    each,
    isChosen: each.id === chosen,
    onChoose: () => onChoose(each.id),
  })
  return (
    <aside
      aria-label={t.now}
      className="flex flex-none flex-col border-b border-line p-2 desk:w-56 desk:border-r desk:border-b-0"
    >
      <h2 className="p-2 text-12 font-medium text-ink-3">{t.now}</h2>
      {now.length === 0 && <p className="px-2 pb-2 text-12 text-ink-3">{t.nobodyAdvice}</p>}
      {now.map((each) => (
        <Live key={each.id} {...item(each)} />
      ))}
      {past.length > 0 && <h2 className="px-2 pt-4 pb-2 text-12 font-medium text-ink-3 max-desk:hidden">{t.today}</h2>}
      <div className={`min-h-0 flex-1 overflow-y-auto max-desk:max-h-24 ${now.length > 0 ? 'max-desk:hidden' : ''}`}>
        {past.map((each) => (
          <Past key={each.id} {...item(each)} />
        ))}
      </div>
      <p className="p-2 text-12 text-ink-3 max-desk:hidden">{t.summary(conversations.length, alone)}</p>
    </aside>
  )
}

interface ItemProps {
  each: ConversationSummary
  isChosen: boolean
  onChoose: () => void
}

const look = (isChosen: boolean) =>
  `flex w-full items-center gap-2 rounded-md px-2 text-left ${isChosen ? 'bg-pressed' : 'hover:bg-hover'}`

function Live({ each, isChosen, onChoose }: ItemProps) {
  const party = usePartyOf()(each)
  return (
    <button type="button" aria-pressed={isChosen} onClick={onChoose} className={`${look(isChosen)} py-2`}>
      <StateDot state={each.state === 'human' ? 'ready' : 'live'} />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className="min-w-0 flex-1 truncate font-medium">{party}</span>
          <CallTimer since={Date.parse(each.startedAt ?? each.createdAt)} className="text-12 text-ink-3" />
        </span>
        <span className="block truncate text-12 text-ink-3">{t.conversation.states[each.state]}</span>
      </span>
    </button>
  )
}

function Past({ each, isChosen, onChoose }: ItemProps) {
  const { timeZone } = useDesk().business
  return (
    <button
      type="button"
      aria-pressed={isChosen}
      onClick={onChoose}
      className={`${look(isChosen)} h-11 tablet:h-row-tight`}
    >
      <span className="figures w-9 text-12 text-ink-3">{formatClock(new Date(each.createdAt), timeZone)}</span>
      <span className="min-w-0 flex-1 truncate">{t.ends[each.endedReason ?? ''] ?? t.endedOtherwise}</span>
      <Icon of={ENDS[each.endedReason ?? ''] ?? PhoneOff} size={14} className="text-ink-3" />
    </button>
  )
}

/** The other party by name, else by number. */
export function usePartyOf() {
  const numberText = useNumberText()
  return ({ party: { name, number } }: ConversationSummary) =>
    name ?? (number === null ? t.unknownCaller : numberText(number))
}
