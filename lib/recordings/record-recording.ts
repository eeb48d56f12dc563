import { z } from 'zod'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { log } from '#lib/log.ts'
import { RecordingForm } from '#lib/webhooks/carrier-forms.ts'
import { adoptRecording } from './adopt-recording.ts'
import { noteStatus } from './note-status.ts'

/** The address says which recording we asked for, or which call is recorded because a program asked for it. */
export const RecordingReport = RecordingForm.extend({
  recordingId: z.uuid().optional(),
  callId: z.uuid().optional(),
})
type RecordingReport = z.infer<typeof RecordingReport>

/** Records how a recording goes; one that is complete is fetched by a job, by its SID. */
export async function recordRecording(delivery: Delivery, form: RecordingReport): Promise<void> {
  const { tx, businessId, accountSid } = delivery
  const { CallSid: callSid, RecordingSid: recordingSid } = form
  const recording = form.recordingId
    ? await tx.recording.findFirst({
        where: { id: form.recordingId, accountSid, callSid, OR: [{ recordingSid: null }, { recordingSid }] },
      })
    : await adoptRecording(tx, businessId, { accountSid, callSid, recordingSid }, form.callId)
  if (!recording) return log.warn('a recording of a call that nobody knows', { recordingSid })
  await noteStatus(tx, businessId, recording, {
    recordingSid,
    status: form.RecordingStatus,
    durationS: form.RecordingDuration,
  })
}
