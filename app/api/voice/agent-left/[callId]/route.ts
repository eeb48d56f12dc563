import { agentLeft, DialAction } from '#lib/calls/leave-dial.ts'
import { carrierWebhook } from '#lib/http/carrier-webhook.ts'

export const POST = carrierWebhook({ form: DialAction, run: agentLeft, answers: 'twiml' })
