import { type Sql, sql } from '#lib/db/sql.ts'

/**
 * How the figures count a call: somebody spoke with the other party or does now; it rang out or found a busy line; neither.
 * Of the missed ones some are abandoned: their callers hung up while a phone rang.
 */
export const COUNTED_AS = ['answered', 'missed', 'other', 'abandoned'] as const

const ANSWERED = sql`(c.outcome = 'completed' or (c.outcome is null and c.status = 'in-progress'))`
const MISSED = sql`(c.outcome = 'missed' or c.outcome = 'busy')`

/** Conditions on table calls, named `c`. */
export const COUNTED: Record<(typeof COUNTED_AS)[number], Sql> = {
  answered: ANSWERED,
  missed: MISSED,
  other: sql`(${ANSWERED} or ${MISSED}) is not true`,
  abandoned: sql`(c.direction = 'inbound' and c.outcome = 'missed' and c.ended_by = 'other')`,
}

/** Seconds from a call's begin to its answer; null while nobody answered. */
export const WAIT: Sql = sql`case when c.answered_at is not null
  then greatest(0, date_part('epoch', c.answered_at - c.started_at)) end`

/** Why nobody spoke on a call; null where somebody did, or a voicemail was left, or it is not over. */
export const REASON: Sql = sql`case
  when ${COUNTED.abandoned} then 'gave_up'
  when c.direction = 'inbound' and c.outcome = 'missed' then 'not_taken'
  when c.outcome in ('missed', 'busy', 'failed', 'canceled')
    then coalesce(c.failure_code, case c.outcome when 'missed' then 'no_answer' else c.outcome end) end`
