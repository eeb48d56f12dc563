import { LegStatus, recordStatus } from '#lib/calls/record-status.ts'
import { carrierWebhook } from '#lib/http/carrier-webhook.ts'

export const POST = carrierWebhook({ form: LegStatus, run: recordStatus, thanks: 'OK' })
