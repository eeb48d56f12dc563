import { CALL_STATUSES } from '#lib/calls/call-words.ts'
import { type Sql, sql } from '#lib/db/sql.ts'
import { type Figures, OUTCOME_KEYS } from './stats-answers.ts'

/** Calls that are alike in what the figures tell apart. outcome: open while there is none. */
export interface Group {
  direction: string
  status: string
  outcome: string
  calls: number
  durationS: number
}

/**
 * Sums of rows (status, outcome, calls, duration_s) as a Tally. Answered: somebody spoke with the other party, or does now.
 * Missed: rang out, was given up, or found a busy line.
 */
export const TALLY: Sql = sql`sum(calls)::int as calls,
  coalesce(sum(calls) filter (where outcome = 'completed' or (outcome = 'open' and status = 'in-progress')), 0)::int as answered,
  coalesce(sum(calls) filter (where outcome in ('missed', 'busy')), 0)::int as missed, sum(duration_s)::float8 as duration`

/** The figures of calls that are grouped by what they tell apart. */
export function figuresOf(groups: readonly Group[]): Figures {
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
