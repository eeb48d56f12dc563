import { type LucideIcon, PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react'
import { messages } from '#components/messages/messages.ts'
import { formatLength } from '#components/phone/format.ts'
import type { HistoryCall } from './history.ts'

const t = messages.calls.outcomes

const IN_WORDS: Record<string, string> = {
  completed: t.completed,
  missed: t.missed,
  busy: t.busy,
  voicemail: t.voicemail,
  failed: t.failed,
  canceled: t.canceled,
}

export interface OutcomeView {
  word: string
  ink: string
}

/** What became of a call, in a word and its colour. */
export function outcomeOf(call: HistoryCall): OutcomeView {
  if (!call.ended_at) {
    if (call.answered_at) return { word: t.live, ink: 'font-medium text-live-ink' }
    return call.direction === 'inbound'
      ? { word: t.ringing, ink: 'font-medium text-ringing-ink' }
      : { word: t.dialing, ink: 'text-ink-2' }
  }
  if (isMissed(call)) return { word: t.missed, ink: 'font-medium text-problem-ink' }
  if (call.status === 'no-answer' || call.outcome === 'missed') return { word: t.noAnswer, ink: 'text-ink-3' }
  const word = IN_WORDS[call.outcome ?? call.status] ?? call.outcome ?? call.status
  return { word, ink: call.answered_at ? 'text-ink-2' : 'text-ink-3' }
}

/** A caller nobody answered. */
export const isMissed = (call: HistoryCall) =>
  call.direction === 'inbound' && call.ended_at !== null && call.answered_at === null && call.outcome !== 'voicemail'

/** The direction's icon and its word. */
export function directionOf(call: HistoryCall): { icon: LucideIcon; word: string; ink: string } {
  const { direction } = messages.calls
  if (isMissed(call)) return { icon: PhoneMissed, word: direction.missed, ink: 'text-problem-ink' }
  return {
    icon: call.direction === 'inbound' ? PhoneIncoming : PhoneOutgoing,
    word: direction[call.direction],
    ink: 'text-ink-3',
  }
}

/** A length once the call is over; a running one has none yet. */
export const lengthOf = (call: HistoryCall) => (call.ended_at ? formatLength(call.duration ?? 0) : '–')
