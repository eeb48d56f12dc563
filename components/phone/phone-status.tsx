'use client'
import { messages } from '#components/messages/messages.ts'
import { StateDot } from '#components/ui/state-dot.tsx'
import { CallTimer } from './call-timer.tsx'
import { stateWords } from './call-words.ts'
import { useNumberText } from './number-text.tsx'
import { useLiveState, usePhone } from './use-phone.tsx'

/** Calls come to pages that have both: a phone that is registered, and a live socket that says somebody is here. */
function useReach(): 'starting' | 'ready' | 'down' {
  const { link } = usePhone()
  const live = useLiveState()
  if (link !== 'ready' || live === 'up') return link
  return live
}

/** Whether this phone can ring, or what it is doing: a dot and a word. */
export function PhoneStatus() {
  const { call, rings } = usePhone()
  const reach = useReach()
  const t = messages
  const view = call
    ? ({ dot: 'live', word: t.call.onCall } as const)
    : rings.length > 0
      ? ({ dot: 'ringing', word: t.call.ringing } as const)
      : ({ dot: reach === 'ready' ? 'ready' : reach === 'down' ? 'problem' : 'waiting', word: t.link[reach] } as const)
  return (
    <span className="flex h-control items-center gap-2 px-2 font-medium whitespace-nowrap">
      <StateDot state={view.dot} />
      {view.word}
      {call && call.openedAt !== null && (
        <span aria-hidden>
          <CallTimer since={call.openedAt} className="font-regular text-ink-3" />
        </span>
      )}
    </span>
  )
}

/** The one polite announcement of the call's state. */
export function CallAnnouncement() {
  const phone = usePhone()
  const numberText = useNumberText()
  return (
    <div role="status" className="sr-only">
      {stateWords(phone, numberText)}
    </div>
  )
}
