'use client'
import { messages } from '#components/messages/en-GB.ts'
import { StateDot } from '#components/ui/state-dot.tsx'
import { stateWords } from './call-words.ts'
import { useNumberText } from './number-text.tsx'
import { usePhone } from './use-phone.tsx'

/** Whether this phone can ring, or what it is doing: a dot and a word. */
export function PhoneStatus() {
  const { link, call, rings } = usePhone()
  const t = messages
  const view = call
    ? ({ dot: 'live', word: t.call.onCall } as const)
    : rings.length > 0
      ? ({ dot: 'ringing', word: t.call.ringing } as const)
      : ({ dot: link === 'ready' ? 'ready' : link === 'down' ? 'problem' : 'waiting', word: t.link[link] } as const)
  return (
    <span className="flex h-control items-center gap-2 px-2 font-medium whitespace-nowrap">
      <StateDot state={view.dot} />
      {view.word}
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
