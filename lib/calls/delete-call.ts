import { actorOfCaller, writeAudit } from '#lib/audit/write-audit.ts'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { deleteRecordings } from '#lib/recordings/delete-recordings.ts'
import { lockCall } from './record-events.ts'

/**
 * Deletes a call that is over with all that hangs on it; its tombstone stays in the audit log, without numbers and names. The
 * files of its recordings are deleted by a job. Throws `call_not_over` and `call_is_held`.
 */
export async function deleteCall(caller: Caller, { id }: { id: string }) {
  const { businessId } = caller.principal
  authorise(caller.principal, 'calls:delete')
  await withBusiness(businessId, async (tx) => {
    if (!(await lockCall(tx, id))) throw new AppError('not_found', 'There is no such call.')
    const where = { businessId_id: { businessId, id } }
    const call = await tx.call.findUniqueOrThrow({ where, include: { legs: { select: { callSid: true } } } })
    if (call.origin !== 'record' && !call.endedAt) throw new AppError('call_not_over', 'This call is not over.')
    if (call.legalHold) throw new AppError('call_is_held', 'This call is under legal hold.')
    const { direction, status, outcome, startedAt, durationS } = call
    const sids = [...new Set([call.callSid, ...call.legs.map((leg) => leg.callSid)])].filter(Boolean).join()
    const details = { direction, status, outcome, startedAt: startedAt.toISOString(), durationS, sids }
    await writeAudit(tx, caller, { action: 'call.delete', subjectType: 'call', subjectId: id, details })
    await deleteRecordings(tx, actorOfCaller(caller), id, { reason: 'the call was deleted' })
    const deletedMinutes = Math.ceil((durationS ?? 0) / 60)
    await tx.callAttempt.updateMany({ where: { callId: id }, data: { deletedMinutes } })
    await tx.call.delete({ where })
    await publish(tx, businessId, { type: 'call.changed', callId: id })
  })
  return { success: true, message: 'Call deleted successfully', data: { id } }
}
