import { z } from 'zod'
import { publish } from '#lib/events/publish.ts'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { newId } from '#lib/ids.ts'
import { enqueue } from '#lib/jobs/enqueue.ts'
import { log } from '#lib/log.ts'
import { RecordingForm } from '#lib/webhooks/carrier-forms.ts'

export const RecordingReport = RecordingForm.extend({ callId: z.uuid().optional() })
type RecordingReport = z.infer<typeof RecordingReport>

/** Records how a recording goes; one that is complete is fetched by a job, by its SID. */
export async function recordRecording({ tx, businessId, accountSid }: Delivery, form: RecordingReport): Promise<void> {
  const { RecordingSid: recordingSid, RecordingStatus: status } = form
  const leg = await tx.callLeg.findFirst({ where: { accountSid, callSid: form.CallSid }, select: { callId: true } })
  const callId = leg?.callId ?? form.callId
  const call = callId && (await tx.call.findFirst({ where: { id: callId }, select: { id: true } }))
  if (!call) return log.warn('a recording of a call that nobody knows', { recordingSid })
  const facts = { status, durationS: form.RecordingDuration, channels: form.RecordingChannels }
  const row = { businessId, id: newId(), callId: call.id, accountSid, recordingSid, ...facts }
  await tx.recording.createMany({ data: row, skipDuplicates: true })
  // A late report of its beginning takes nothing back.
  await tx.recording.updateMany({ where: { recordingSid, accountSid, status: 'in-progress' }, data: facts })
  if (status === 'completed') await enqueue(tx, businessId, 'fetch-recording', { recordingSid }, recordingSid)
  await publish(tx, businessId, { type: 'call.changed', callId: call.id })
}
