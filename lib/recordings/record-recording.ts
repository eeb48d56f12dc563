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
    : await adoptRecording(tx, businessId, { accountSid, callSid, recordingSid, ...startOf(form) }, form.callId)
  if (!recording) return log.warn('a recording of a call that nobody knows', { recordingSid })
  await noteStatus(tx, businessId, recording, {
    recordingSid,
    status: form.RecordingStatus,
    durationS: form.RecordingDuration,
  })
}

/** The first report of a recording comes as it begins, or too late to say when that was: then its own word counts, in whole seconds. */
const startOf = ({ RecordingStatus: status, RecordingStartTime: time }: RecordingReport) =>
  status === 'in-progress' || time === undefined ? {} : { startedAt: new Date(time) }
