import { messages, problems, unknownProblem } from '#components/messages/messages.ts'
import type { EndedCall, Phone, PhoneProblem, PhoneState } from '#lib/phone/phone.ts'
import type { CallRow } from '#lib/phone/wire.ts'
import { formatLength } from './format.ts'

export interface Words {
  tone: 'neutral' | 'problem'
  title: string
  advice: string | null
  code: string | null
}

const words = (title: string, advice: string | null = null, code: string | null = null): Words => ({
  ...{ tone: code || advice ? 'problem' : 'neutral', title, advice, code },
})
const calm = (title: string, advice: string | null = null): Words => ({ tone: 'neutral', title, advice, code: null })

/** How a call ended, in plain words: the ledger's reason, else the device's. */
export function endedWords({ row, code, unanswered, hungUp, direction }: EndedCall): Words {
  const t = messages.ended
  if (unanswered) return unansweredWords(row)
  if (code && !row?.answeredAt) return problemWords({ code, message: null, action: null })
  if (!row?.endedAt) return calm(hungUp ? t.byAgent : t.plain)
  if (row.endedBy === 'lost') return words(t.lost, t.lostAdvice)
  if (row.answeredAt)
    return calm(row.endedBy === 'agent' ? t.byAgent : row.endedBy === 'other' ? t.byOther : t.plain, talked(row))
  return direction === 'inbound' ? calm(t.missed, t.missedAdvice) : notReached(row)
}

function notReached({ failureCode, status, endedBy }: CallRow): Words {
  const t = messages.ended
  if (failureCode === 'busy' || status === 'busy') return words(t.busy, t.busyAdvice)
  if (failureCode === 'no_answer' || status === 'no-answer') return words(t.noAnswer, t.noAnswerAdvice)
  if (endedBy === 'agent' || status === 'canceled') return calm(t.canceled, t.canceledAdvice)
  return problemWords({ code: failureCode ?? 'failed', message: null, action: null }, problems.failed)
}

/** A ring that stopped without an answer here. */
function unansweredWords(row: CallRow | null): Words {
  const t = messages.ended
  if (!row) return calm(t.missed)
  const byMe = row.mine?.status === 'in-progress' || row.mine?.status === 'completed'
  if (row.answeredAt) return calm(byMe ? t.answeredByYou : t.answeredElsewhere(row.agentName))
  return calm(t.missed, t.missedAdvice)
}

function talked({ answeredAt, endedAt }: CallRow): string | null {
  if (!answeredAt || !endedAt) return null
  return messages.ended.after(formatLength((Date.parse(endedAt) - Date.parse(answeredAt)) / 1000))
}

/** A failure in words; the server's own sentence goes before ours. A code nobody foresaw has the words of `unknown`. */
export function problemWords({ code, message, action }: PhoneProblem, unknown = unknownProblem): Words {
  const [title, advice] = problems[code] ?? (message ? [message, null] : unknown)
  return words(title, action ?? advice, code)
}

/** The one sentence for screen readers. */
export function stateWords(phone: Phone & { state: PhoneState }, who: (number: string) => string): string {
  const t = messages.call
  const ring = phone.rings[0]
  if (!phone.call && ring) return t.incoming(who(ring.from))
  switch (phone.state) {
    case 'open':
      return t.live
    case 'dialing':
      return t.dialing
    case 'reconnecting':
      return t.reconnecting
    case 'incoming':
      return t.connecting
    default:
      return phone.ended ? t.ended : ''
  }
}
