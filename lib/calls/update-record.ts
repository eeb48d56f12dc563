import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { actorOf, authorise, type Caller } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { noteHold } from '#lib/recordings/note-hold.ts'
import { sentTranscript, storeTranscript } from '#lib/transcripts/store-transcript.ts'
import { TranscriptBody } from '#lib/transcripts/transcript.ts'
import { annotations } from './annotations.ts'
import type { CallStatus } from './call-event.ts'
import type { Outcome } from './fold-call.ts'
import { noteCall } from './note-call.ts'
import { readRecord } from './read-record.ts'
import { lockCall } from './record-events.ts'
import { CHANGEABLE } from './record-fields.ts'
import { settleRecord } from './settle-record.ts'

export const UpdateRecord = z.object({
  id: z.uuid(),
  ...CHANGEABLE,
  transcript: TranscriptBody.optional(),
  /** Nothing of a held call is deleted. */
  legal_hold: z.boolean().optional(),
})
type UpdateRecord = z.output<typeof UpdateRecord>

/** Changes what is noted about a call. How it went is changed only where no carrier tells: else `carrier_decides`. */
export async function updateRecord(caller: Caller, { id, ...input }: UpdateRecord) {
  const { principal } = caller
  const { businessId } = principal
  authorise(principal, 'calls:write')
  if (input.legal_hold !== undefined) authorise(principal, 'calls:delete')
  return withBusiness(businessId, async (tx) => {
    const call = await lockedCall(tx, businessId, id)
    const isCarried = call.origin !== 'record' || call.legs.length > 0
    const story = isCarried ? sameStory(call, input) : newStory(call, input)
    await noteCall(tx, businessId, id, { ...story, ...annotations(input), legalHold: input.legal_hold })
    if (input.transcript)
      await storeTranscript(tx, businessId, id, sentTranscript(input.transcript, actorOf(principal)))
    const isHeld = input.legal_hold ?? call.legalHold
    if (isHeld !== call.legalHold) await noteHold(tx, caller, id, isHeld)
    const details = { fields: Object.keys(input).join() }
    await writeAudit(tx, caller, { action: 'call.update', subjectType: 'call', subjectId: id, details })
    await publish(tx, businessId, { type: 'call.changed', callId: id })
    return { success: true, message: 'Call updated successfully', data: await readRecord(tx, principal, id) }
  })
}

type Story = Pick<UpdateRecord, 'status' | 'outcome' | 'ended_at' | 'duration'>
type CallWithLegs = Awaited<ReturnType<typeof lockedCall>>

async function lockedCall(tx: Tx, businessId: string, id: string) {
  if (!(await lockCall(tx, id))) throw new AppError('not_found', 'There is no such call.')
  const where = { businessId_id: { businessId, id } }
  return tx.call.findUniqueOrThrow({ where, include: { legs: { select: { id: true }, take: 1 } } })
}

/** Nothing to change: whoever says what the carrier said is right, whoever says something else is refused. */
function sameStory(call: CallWithLegs, { status, outcome, ended_at, duration }: Story): Record<string, never> {
  const said = { status, outcome, ended_at: ended_at?.getTime(), duration }
  const known = {
    status: call.status,
    outcome: call.outcome,
    ended_at: call.endedAt?.getTime() ?? null,
    duration: call.durationS,
  }
  for (const field of ['status', 'outcome', 'ended_at', 'duration'] as const) {
    if (said[field] === undefined || said[field] === known[field]) continue
    throw new AppError('carrier_decides', `${field}: the carrier says ${known[field] ?? 'nothing yet'}`, {
      field,
      action: 'Leave the field away: it follows from what the carrier reports.',
    })
  }
  return {}
}

function newStory(call: CallWithLegs, { status, outcome, ended_at, duration }: Story) {
  if ([status, outcome, ended_at, duration].every((said) => said === undefined)) return {}
  const before = { status: call.status as CallStatus, outcome: call.outcome as Outcome | null }
  const isReopened = status !== undefined && status !== before.status
  return settleRecord({
    direction: call.direction,
    status: status ?? before.status,
    outcome: outcome === undefined && !isReopened ? before.outcome : outcome,
    startedAt: call.startedAt,
    endedAt: ended_at ?? (isReopened ? undefined : (call.endedAt ?? undefined)),
    durationS: duration ?? (isReopened ? undefined : (call.durationS ?? undefined)),
  })
}
