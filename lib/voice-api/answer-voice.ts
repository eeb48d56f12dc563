import { z } from 'zod'
import { connectAgent } from '#lib/calls/connect-agent.ts'
import { takeInbound } from '#lib/calls/take-inbound.ts'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { InboundForm, OutboundForm } from '#lib/webhooks/carrier-forms.ts'

export const VoiceForm = InboundForm.extend({ attemptId: z.uuid().optional() })

/** The one address for both kinds of call: a browser's connect(), told by its signed From, or a call to one of our numbers. */
export const answerVoice = (delivery: Delivery, form: z.infer<typeof VoiceForm>): Promise<string> =>
  form.From.startsWith('client:') ? connectAgent(delivery, OutboundForm.parse(form)) : takeInbound(delivery, form)
