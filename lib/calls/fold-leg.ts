import { type CallStatus, type EventSource, FINAL_STATUSES, type LegEvent, type LegRole } from './call-event.ts'

/** A leg as its events tell it; times in ms since the epoch. */
export interface Leg {
  accountSid: string
  callSid: string
  role: LegRole
  userId: string | null
  from: string | null
  to: string | null
  parentCallSid: string | null
  conferenceSid: string | null
  status: CallStatus
  sipCode: number | null
  startedAt: number
  ringingAt: number | null
  answeredAt: number | null
  joinedAt: number | null
  leftAt: number | null
  endedAt: number | null
  durationS: number | null
}

/**
 * One leg as its events tell it. Events come late, twice and out of order: the result depends only on their set.
 *   queued > initiated > ringing > in-progress > completed | busy | no-answer | failed | canceled
 */
export function foldLeg(events: Iterable<LegEvent>): Leg {
  const sorted = [...distinct(events)].sort(byAuthority)
  const first = sorted[0]
  if (!first) throw new Error('A leg needs an event')
  return close(sorted.reduce(applyEvent, unknownLeg(first, Math.min(...sorted.map((event) => event.at)))))
}

export const isOver = (leg: { status: CallStatus }) => FINAL_STATUSES.has(leg.status)

const RANK: Record<EventSource, number> = { rest: 3, webhook: 2, sdk: 1, command: 0 }
const STAGE: Record<CallStatus, number> = {
  queued: 0,
  initiated: 1,
  ringing: 2,
  'in-progress': 3,
  completed: 4,
  busy: 4,
  'no-answer': 4,
  failed: 4,
  canceled: 4,
}

/** The carrier's own answer over its callbacks, those over the browser's report; then its numbering, its clock. */
const byAuthority = (a: LegEvent, b: LegEvent) =>
  RANK[a.source] - RANK[b.source] || a.sequence - b.sequence || a.at - b.at || (a.hash < b.hash ? -1 : 1)

function distinct(events: Iterable<LegEvent>): Iterable<LegEvent> {
  return new Map([...events].map((event) => [event.hash, event])).values()
}

function unknownLeg(event: LegEvent, startedAt: number): Leg {
  return {
    accountSid: event.accountSid,
    callSid: event.callSid,
    role: 'outside',
    userId: null,
    from: null,
    to: null,
    parentCallSid: null,
    conferenceSid: null,
    status: 'queued',
    sipCode: null,
    startedAt,
    ringingAt: null,
    answeredAt: null,
    joinedAt: null,
    leftAt: null,
    endedAt: null,
    durationS: null,
  }
}

function applyEvent(leg: Leg, event: LegEvent): Leg {
  const { facts } = event
  const next: Leg = {
    ...leg,
    role: facts.role ?? leg.role,
    userId: facts.userId ?? leg.userId,
    from: facts.from ?? leg.from,
    to: facts.to ?? leg.to,
    parentCallSid: facts.parentCallSid ?? leg.parentCallSid,
    conferenceSid: facts.conferenceSid ?? leg.conferenceSid,
    sipCode: facts.sipCode ?? leg.sipCode,
    durationS: facts.durationS ?? leg.durationS,
  }
  if (facts.joined) next.joinedAt = earliest(leg.joinedAt, event.at)
  if (facts.left) next.leftAt = Math.max(leg.leftAt ?? 0, event.at)
  if (facts.status) applyStatus(next, facts.status, event.at)
  return next
}

/** A final status stands over any other, the one with more authority over the one with less. */
function applyStatus(leg: Leg, status: CallStatus, at: number): void {
  if (status === 'ringing') leg.ringingAt = earliest(leg.ringingAt, at)
  if (status === 'in-progress') leg.answeredAt = earliest(leg.answeredAt, at)
  if (STAGE[status] >= STAGE[leg.status]) leg.status = status
  if (FINAL_STATUSES.has(status)) leg.endedAt = at
}

/** A leg that never was answered talked for no time, whatever else was said of it. */
function close(leg: Leg): Leg {
  if (leg.endedAt === null) return leg
  const endedAt = Math.max(leg.endedAt, leg.answeredAt ?? leg.startedAt)
  const talkS = leg.answeredAt === null ? 0 : Math.round((endedAt - leg.answeredAt) / 1000)
  return { ...leg, endedAt, durationS: leg.durationS ?? talkS }
}

const earliest = (known: number | null, at: number) => (known === null ? at : Math.min(known, at))
