import { z } from 'zod'
import { CALL_STATUSES, DIRECTIONS, OUTCOMES } from '#lib/calls/call-words.ts'

export const OUTCOME_KEYS = [...OUTCOMES, 'open'] as const

/** What is told of each part of the calls; duration in seconds. */
const Tally = z.object({ calls: z.int(), answered: z.int(), missed: z.int(), duration: z.number() })
export type Tally = z.output<typeof Tally>

/** Seed 004's figures. Each of the three groupings adds up to totalCalls; durations are in seconds. */
const Figures = z.object({
  totalCalls: z.int(),
  answeredCalls: z.int(),
  missedCalls: z.int(),
  totalDuration: z.number(),
  averageDuration: z.number(),
  callOutcomeBreakdown: z.record(z.enum(OUTCOME_KEYS), z.int()),
  callsByDirection: z.record(z.enum(DIRECTIONS), z.int()),
  callsByStatus: z.record(z.enum(CALL_STATUSES), z.int()),
})
export type Figures = z.output<typeof Figures>

const success = z.literal(true)
export const CallStats = z.object({ success, data: Figures })
export type CallStats = z.output<typeof CallStats>

export const PeriodStats = z.object({
  success,
  data: z.object({
    time_zone: z.string(),
    start_date: z.string(),
    end_date: z.string(),
    totals: Figures,
    previous: z.object({ start_date: z.string(), end_date: z.string(), totals: Figures }),
    days: z.array(Tally.extend({ day: z.string() })),
    week: z.array(Tally.extend({ weekday: z.int(), hour: z.int() })),
    agents: z.array(Tally.extend({ user_id: z.string().nullable(), name: z.string().nullable() })),
    lines: z.array(Tally.extend({ phone_number: z.string(), label: z.string().nullable() })),
    tags: z.array(Tally.extend({ tag: z.string() })),
  }),
})
export type PeriodStats = z.output<typeof PeriodStats>

/** How fast incoming calls were answered; seconds. */
const Speed = z.object({
  incoming: z.int(),
  abandoned: z.int(),
  /** Incoming calls that somebody answered, whose wait is known. */
  answered: z.int(),
  within: z.int(),
  average: z.number().nullable(),
  p50: z.number().nullable(),
  p90: z.number().nullable(),
})
export type Speed = z.output<typeof Speed>

const counts = { calls: z.int(), before: z.int() }
const Length = z.object({ min_duration: z.int(), max_duration: z.int().nullable(), ...counts })

/** Waits in seconds; `before`: as many days before. */
export const Answering = z.object({
  success,
  data: z.object({
    start_date: z.string(),
    end_date: z.string(),
    within_seconds: z.int(),
    speed: Speed,
    previous: Speed,
    lengths: z.array(Length),
    reasons: z.array(z.object({ reason: z.string(), ...counts })),
  }),
})
export type Answering = z.output<typeof Answering>
