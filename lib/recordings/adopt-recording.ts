import type { Tx } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'

interface Found {
  accountSid: string
  callSid: string
  recordingSid: string
  startedAt?: Date
}

/**
 * The row of a recording that we did not start ourselves, made if it is new; null when nobody knows its call. callId is the
 * call of a leg whose own first report is not here yet.
 */
export async function adoptRecording(tx: Tx, businessId: string, found: Found, callId?: string) {
  const { accountSid, callSid, recordingSid, startedAt = new Date() } = found
  const where = { businessId_accountSid_recordingSid: { businessId, accountSid, recordingSid } }
  const leg = await tx.callLeg.findFirst({ where: { accountSid, callSid }, select: { callId: true } })
  const id = leg?.callId ?? callId
  const call = id && (await tx.call.findUnique({ where: { businessId_id: { businessId, id } }, select: { id: true } }))
  if (!call) return null
  return tx.recording.upsert({
    where,
    create: { businessId, id: newId(), callId: call.id, status: 'in-progress', ...found, startedAt },
    // With nothing to update it would be looked for and then created, which two reports at once do both.
    update: { recordingSid },
  })
}
