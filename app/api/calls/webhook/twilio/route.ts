import { CallReport, reportCall } from '#lib/calls/report-call.ts'
import { carrierWebhook } from '#lib/http/carrier-webhook.ts'

export const POST = carrierWebhook({ form: CallReport, run: reportCall, thanks: 'OK' })
