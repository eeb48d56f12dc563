import { CALL_STATUSES } from '#lib/calls/call-event.ts'
import { OUTCOMES } from '#lib/calls/fold-call.ts'
import { type Sql, sql } from '#lib/db/sql.ts'

/** Calls that are alike in what the figures tell apart. outcome: open while there is none. */
export interface Group {
  direction: string
  status: string
  outcome: string
  calls: number
  durationS: number
}

const OUTCOME_KEYS = [...OUTCOMES, 'open'] as const

/** Answered: a person or an assistant spoke with the other party, or does now. */
export const ANSWERED: Sql = sql`(outcome = 'completed' or (outcome = 'open' and status = 'in-progress'))`
/** Missed: rang out, was given up, or found a busy line. */
export const MISSED: Sql = sql`outcome in ('missed', 'busy')`

/** Seed 004's figures. Each of the three groupings adds up to totalCalls; durations are in seconds. */
export function figuresOf(groups: readonly Group[]) {
  const count = (holds: (group: Group) => boolean = () => true) =>
    groups.filter(holds).reduce((sum, group) => sum + group.calls, 0)
  const by = <Key extends string>(keys: readonly Key[], of: (group: Group) => string) =>
    Object.fromEntries(keys.map((key) => [key, count((group) => of(group) === key)])) as Record<Key, number>
  const answeredCalls = count(isAnswered)
  const totalDuration = groups.reduce((sum, group) => sum + group.durationS, 0)
  return {
    totalCalls: count(),
    answeredCalls,
    missedCalls: count(({ outcome }) => outcome === 'missed' || outcome === 'busy'),
    totalDuration,
    averageDuration: answeredCalls === 0 ? 0 : Math.round((totalDuration / answeredCalls) * 10) / 10,
    callOutcomeBreakdown: by(OUTCOME_KEYS, (group) => group.outcome),
    callsByDirection: by(['inbound', 'outbound'], (group) => group.direction),
    callsByStatus: by(CALL_STATUSES, (group) => group.status),
  }
}

const isAnswered = ({ status, outcome }: Group) =>
  outcome === 'completed' || (outcome === 'open' && status === 'in-progress')
