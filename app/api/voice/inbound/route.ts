import { takeInbound } from '#lib/calls/take-inbound.ts'
import { carrierWebhook } from '#lib/http/carrier-webhook.ts'
import { InboundForm } from '#lib/webhooks/carrier-forms.ts'

export const POST = carrierWebhook({ form: InboundForm, run: takeInbound, answers: 'twiml' })
