import { type CallStatus, type CommandEvent, FINAL_STATUSES } from './call-event.ts'
import type { ENDED_BY, OUTCOMES } from './call-words.ts'
import { isOver, type Leg } from './fold-leg.ts'

export type Outcome = (typeof OUTCOMES)[number]
export type EndedBy = (typeof ENDED_BY)[number]

/** Why a call that nobody waits for any more was not dialled. */
export const ABANDONED = 'abandoned'

/** What the fold decides of a call; times in ms since the epoch. */
export interface FoldedCall {
  status: CallStatus
  outcome: Outcome | null
  endedBy: EndedBy | null
  failureCode: string | null
  callSid: string | null
  accountSid: string | null
  conferenceSid: string | null
  userId: string | null
  answeredAt: number | null
  endedAt: number | null
  durationS: number | null
}

export interface CallHistory {
  direction: 'inbound' | 'outbound'
  /** The agent the call began with; null for a call that came in. */
  userId: string | null
  /** Another system handles the call: the outside leg's answer is the call's. */
  isElsewhere?: boolean
  legs: readonly Leg[]
  commands: readonly CommandEvent[]
}

/** A call as its legs and commands tell it, in any order of theirs. */
export function foldCall(history: CallHistory): FoldedCall {
  const outside = firstBy(history.legs, (leg) => leg.role === 'outside')
  const answering = answeringLegs(history)
  const answeredAt = min([...answering.map((leg) => leg.answeredAt), ...answersOfAssistants(history)])
  const refused = history.commands.map(({ command }) => command).find((command) => command.type === 'not-dialled')
  const endedAt = outside ? (isOver(outside) ? outside.endedAt : null) : endWithoutOutside(history)
  const status = callStatus(history, outside, answeredAt, endedAt, refused?.reason)
  const over = FINAL_STATUSES.has(status)
  const durationS = talkSeconds(history, outside, answeredAt, endedAt)
  return {
    status,
    outcome: over ? callOutcome(history.direction, status, answeredAt !== null) : null,
    endedBy: over ? endedBy(history, status) : null,
    failureCode: over && answeredAt === null ? failureCode(history.direction, status, outside, refused?.reason) : null,
    callSid: outside?.callSid ?? null,
    accountSid: outside?.accountSid ?? null,
    conferenceSid: history.legs.map((leg) => leg.conferenceSid).find(Boolean) ?? null,
    userId:
      firstBy(answering, (leg) => leg.userId !== null && leg.answeredAt !== null)?.userId ??
      outside?.userId ??
      history.userId,
    answeredAt,
    endedAt: over ? endedAt : null,
    durationS: over ? durationS : null,
  }
}

const answersOutside = ({ direction, isElsewhere }: CallHistory) => direction === 'outbound' || isElsewhere === true

/** The legs whose answer is the call's answer: the callee of a call out, whoever took a call in. */
function answeringLegs(history: CallHistory): Leg[] {
  const wanted = answersOutside(history) ? ['outside'] : ['agent', 'assistant']
  return sorted(history.legs).filter((leg) => wanted.includes(leg.role) && leg.answeredAt !== null)
}

/** An assistant has no leg: it answers on the caller's own. */
const answersOfAssistants = ({ direction, commands }: CallHistory) =>
  commands.filter(({ command }) => direction === 'inbound' && command.type === 'assistant-answered').map(({ at }) => at)

/** A call whose callee was never dialled is over when it was given up or its agent is gone. */
function endWithoutOutside(history: CallHistory): number | null {
  const given = history.commands.filter(({ command }) => command.type === 'hang-up' || command.type === 'not-dialled')
  if (given.length > 0) return Math.min(...given.map((event) => event.at))
  const agents = history.legs.filter((leg) => leg.role === 'agent')
  return agents.length > 0 && agents.every(isOver) ? Math.max(...agents.map((leg) => leg.endedAt ?? 0)) : null
}

function callStatus(
  history: CallHistory,
  outside: Leg | undefined,
  answeredAt: number | null,
  endedAt: number | null,
  refused: string | undefined,
): CallStatus {
  if (!outside && endedAt === null) return history.legs.length > 0 ? 'initiated' : 'queued'
  if (!outside) return refused && refused !== ABANDONED ? 'failed' : 'canceled'
  if (history.direction === 'outbound') {
    const hungUpBefore = answeredAt === null && outside.status === 'completed'
    return hungUpBefore ? 'canceled' : outside.status
  }
  if (isOver(outside)) return answeredAt === null ? 'no-answer' : 'completed'
  return answeredAt === null ? 'ringing' : 'in-progress'
}

function callOutcome(direction: 'inbound' | 'outbound', status: CallStatus, answered: boolean): Outcome {
  if (answered) return 'completed'
  if (direction === 'inbound') return 'missed'
  const outcomes: Partial<Record<CallStatus, Outcome>> = { busy: 'busy', 'no-answer': 'missed', canceled: 'canceled' }
  return outcomes[status] ?? 'failed'
}

/** What was commanded, without the loss of agents that ended nothing: an assistant went on with the call. */
function commanded({ commands }: CallHistory): Set<string> {
  const resumed = commands.filter(({ command }) => command.type === 'hand-back' && command.because === 'agent-lost')
  const lost = commands.filter(({ command }) => command.type === 'agent-lost')
  const counts = resumed.length < lost.length ? commands : commands.filter((one) => !lost.includes(one))
  return new Set(counts.map(({ command }) => command.type))
}

function endedBy(history: CallHistory, status: CallStatus): EndedBy {
  const types = commanded(history)
  if (types.has('hang-up')) return 'agent'
  if (types.has('agent-lost')) return 'lost'
  if (history.direction === 'inbound' && status === 'no-answer') return gaveUp(history) ? 'other' : 'carrier'
  return status === 'failed' || status === 'canceled' ? 'carrier' : 'other'
}

/** A phone still rang when the caller hung up: the carrier took the ring back. One that rang out, or was declined, ended otherwise. */
function gaveUp({ legs, commands }: CallHistory): boolean {
  const declined = new Set(commands.map(({ command }) => (command.type === 'decline' ? command.userId : null)))
  const rung = legs.filter((leg) => leg.role === 'agent' && leg.answeredAt === null)
  if (rung.some(({ status }) => status === 'no-answer')) return false
  return rung.some(({ status, userId }) => status === 'canceled' && !(userId !== null && declined.has(userId)))
}

function failureCode(
  direction: 'inbound' | 'outbound',
  status: CallStatus,
  outside: Leg | undefined,
  refused: string | undefined,
): string | null {
  if (direction === 'inbound' || status === 'canceled') return null
  if (refused) return refused
  if (status === 'busy') return 'busy'
  if (status === 'no-answer') return 'no_answer'
  return outside?.sipCode ? `sip_${outside.sipCode}` : 'failed'
}

/** The carrier's own count for the outside leg of a call out; else from the answer to the end. */
function talkSeconds(
  history: CallHistory,
  outside: Leg | undefined,
  answeredAt: number | null,
  endedAt: number | null,
) {
  if (endedAt === null || answeredAt === null) return endedAt === null ? null : 0
  if (answersOutside(history) && outside?.durationS != null) return outside.durationS
  return Math.max(0, Math.round((endedAt - answeredAt) / 1000))
}

const sorted = (legs: readonly Leg[]) =>
  [...legs].sort((a, b) => a.startedAt - b.startedAt || (a.callSid < b.callSid ? -1 : 1))
const firstBy = (legs: readonly Leg[], wanted: (leg: Leg) => boolean) => sorted(legs).find(wanted)
const min = (times: (number | null)[]) => {
  const known = times.filter((time) => time !== null)
  return known.length > 0 ? Math.min(...known) : null
}
