import { z } from 'zod'
import { CALL_STATUSES, OUTCOMES } from '#lib/calls/call-words.ts'
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

/** What is told of each part of the calls; duration in seconds. */
export const Tally = z.object({ calls: z.int(), answered: z.int(), missed: z.int(), duration: z.number() })
export type Tally = z.infer<typeof Tally>

/** Seed 004's figures. Each of the three groupings adds up to totalCalls; durations are in seconds. */
export const Figures = z.object({
  totalCalls: z.int(),
  answeredCalls: z.int(),
  missedCalls: z.int(),
  totalDuration: z.number(),
  averageDuration: z.number(),
  callOutcomeBreakdown: z.record(z.enum(OUTCOME_KEYS), z.int()),
  callsByDirection: z.record(z.enum(['inbound', 'outbound']), z.int()),
  callsByStatus: z.record(z.enum(CALL_STATUSES), z.int()),
})

/**
 * Sums of rows (status, outcome, calls, duration_s) as a Tally. Answered: somebody spoke with the other party, or does now.
 * Missed: rang out, was given up, or found a busy line.
 */
export const TALLY: Sql = sql`sum(calls)::int as calls,
  coalesce(sum(calls) filter (where outcome = 'completed' or (outcome = 'open' and status = 'in-progress')), 0)::int as answered,
  coalesce(sum(calls) filter (where outcome in ('missed', 'busy')), 0)::int as missed, sum(duration_s)::float8 as duration`

/** The figures of calls that are grouped by what they tell apart. */
export function figuresOf(groups: readonly Group[]): z.infer<typeof Figures> {
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
