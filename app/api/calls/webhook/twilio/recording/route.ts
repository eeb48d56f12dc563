import { carrierWebhook } from '#lib/http/carrier-webhook.ts'
import { RecordingNews, reportRecording } from '#lib/recordings/report-recording.ts'

export const POST = carrierWebhook({ form: RecordingNews, run: reportRecording, thanks: 'OK' })
