import { connectAgent } from '#lib/calls/connect-agent.ts'
import { carrierWebhook } from '#lib/http/carrier-webhook.ts'
import { OutboundForm } from '#lib/webhooks/carrier-forms.ts'

export const POST = carrierWebhook({ form: OutboundForm, run: connectAgent, answers: 'twiml' })
