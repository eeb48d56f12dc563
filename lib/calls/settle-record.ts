import { AppError } from '#lib/errors.ts'
import { type CallStatus, FINAL_STATUSES } from './call-event.ts'
import type { Outcome } from './fold-call.ts'

/** How a call without a carrier went, as far as its client says. */
export interface RecordStory {
  direction: string
  status: CallStatus
  outcome: Outcome | null | undefined
  startedAt: Date
  endedAt: Date | undefined
  durationS: number | undefined
}

const OUTCOME_OF: Partial<Record<CallStatus, Outcome>> = { completed: 'completed', busy: 'busy', failed: 'failed' }

/** The columns such a story comes to: what is not said follows from the rest, what contradicts it is refused by its field. */
export function settleRecord({ direction, status, outcome, startedAt, endedAt, durationS }: RecordStory) {
  if (endedAt && endedAt < startedAt) throw wrong('ended_at', 'is before started_at')
  if (!FINAL_STATUSES.has(status)) {
    if (outcome) throw wrong('outcome', `a call that is ${status} has none yet`)
    if (endedAt) throw wrong('ended_at', `a call that is ${status} has not ended`)
    return {
      ...{ status, outcome: null, endedAt: null, durationS: durationS ?? null },
      answeredAt: status === 'in-progress' ? startedAt : null,
    }
  }
  const result =
    outcome ?? OUTCOME_OF[status] ?? (status === 'canceled' && direction === 'outbound' ? 'canceled' : 'missed')
  const isAnswered = result === 'completed'
  const lastedS = endedAt ? Math.round((endedAt.getTime() - startedAt.getTime()) / 1000) : null
  const talkedS = durationS ?? (isAnswered ? lastedS : 0)
  const end = endedAt ?? new Date(startedAt.getTime() + (talkedS ?? 0) * 1000)
  const answered = new Date(Math.max(startedAt.getTime(), end.getTime() - (talkedS ?? 0) * 1000))
  return { status, outcome: result, endedAt: end, durationS: talkedS, answeredAt: isAnswered ? answered : null }
}

const wrong = (field: string, what: string) => new AppError('invalid_input', `${field}: ${what}`, { field })
