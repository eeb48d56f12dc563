import { z } from 'zod'
import { callOfSid } from '#lib/calls/lock-sid.ts'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { RecordingForm } from '#lib/webhooks/carrier-forms.ts'
import { recordRecording } from './record-recording.ts'

/** The calls API's report has no status: it comes when there is a file. */
export const RecordingNews = RecordingForm.omit({ AccountSid: true }).extend({
  RecordingStatus: RecordingForm.shape.RecordingStatus.default('completed'),
  RecordingUrl: z.string().max(2048).optional(),
})

/** A recording of a call that another system handles: it is fetched by its SID, never from an address that was sent. */
export async function reportRecording(delivery: Delivery, form: z.output<typeof RecordingNews>): Promise<void> {
  const call = await callOfSid(delivery.tx, form.CallSid)
  await recordRecording(delivery, { ...form, AccountSid: delivery.accountSid, callId: call?.id })
}
