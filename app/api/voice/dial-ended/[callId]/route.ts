import { DialAction, dialEnded } from '#lib/calls/leave-dial.ts'
import { carrierWebhook } from '#lib/http/carrier-webhook.ts'

export const POST = carrierWebhook({ form: DialAction, run: dialEnded, answers: 'twiml' })
