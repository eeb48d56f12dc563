import { z } from 'zod'
import { actorOfCaller, type OtherActor, writeAudit } from '#lib/audit/write-audit.ts'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { flagCall } from '#lib/calls/call-flags.ts'
import { lockCall } from '#lib/calls/record-events.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { newId } from '#lib/ids.ts'
import { enqueue } from '#lib/jobs/enqueue.ts'
import { plainText } from '#lib/plain-text.ts'

export const DeleteRecording = z.object({ id: z.uuid(), reason: plainText(500).optional() })

/** Deletes the recordings of a call, here and at the carrier. */
export async function deleteCallRecording(caller: Caller, { id, reason }: z.infer<typeof DeleteRecording>) {
  authorise(caller.principal, 'calls:delete')
  const why = { reason: reason ?? 'asked for' }
  const by = actorOfCaller(caller)
  const deleted = await withBusiness(by.businessId, (tx) => deleteRecordings(tx, by, id, why))
  if (deleted === 0) throw new AppError('not_found', 'This call has no recording.')
  return { success: true, message: 'Recording deleted successfully', data: { call_id: id, deleted } }
}

interface Why {
  reason: string
  /** Only those stored before; all when absent. */
  before?: Date
}

/**
 * Deletes the finished recordings of a call and returns how many: a proof of each is kept, and a job deletes the files. Those
 * that still run are left. Throws `call_is_held` for a call under legal hold, `not_found` for none of the business.
 */
export async function deleteRecordings(
  tx: Tx,
  by: OtherActor,
  callId: string,
  { reason, before }: Why,
): Promise<number> {
  const { businessId, actor } = by
  if (!(await lockCall(tx, callId))) throw new AppError('not_found', 'There is no such call.')
  const call = await tx.call.findUniqueOrThrow({ where: { businessId_id: { businessId, id: callId } } })
  const age = before && { storedAt: { lt: before } }
  const found = await tx.recording.findMany({ where: { callId, status: { in: ['stored', 'processing'] }, ...age } })
  if (found.length === 0) return 0
  if (call.legalHold) throw new AppError('call_is_held', 'This call is under legal hold.')
  for (const { id, path, accountSid, recordingSid, source, sha256, bytes } of found) {
    await tx.recordingProof.create({
      data: { businessId, id: newId(), recordingId: id, callId, action: 'deleted', reason, actor, sha256, bytes },
    })
    await tx.recording.updateMany({ where: { id }, data: { status: 'absent', path: null, peaks: [] } })
    await writeAudit(tx, by, {
      action: 'recording.delete',
      subjectType: 'recording',
      subjectId: id,
      details: { callId },
    })
    const file = { path, accountSid, recordingSid: source === 'carrier' ? recordingSid : null }
    await enqueue(tx, businessId, 'delete-recording-file', file, `delete-recording-file:${id}`)
  }
  const isLeft = await tx.recording.count({ where: { callId, status: 'stored' } })
  await flagCall(tx, callId, { hasRecording: isLeft > 0 })
  await publish(tx, businessId, { type: 'call.changed', callId })
  return found.length
}
