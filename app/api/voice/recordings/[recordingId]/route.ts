import { carrierWebhook } from '#lib/http/carrier-webhook.ts'
import { RecordingReport, recordRecording } from '#lib/recordings/record-recording.ts'

export const POST = carrierWebhook({ form: RecordingReport, run: recordRecording })
