import type { z } from 'zod'
import { answerByAssistant } from '#lib/assistants/begin-conversation.ts'
import { ringAgentsTwiml } from '#lib/carrier/twiml/ring-agents.ts'
import { hangUpTwiml, sayAndHangUpTwiml } from '#lib/carrier/twiml/say.ts'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { newId } from '#lib/ids.ts'
import { routeCall } from '#lib/routing/route-call.ts'
import { routingSnapshot } from '#lib/routing/routing-snapshot.ts'
import type { InboundForm } from '#lib/webhooks/carrier-forms.ts'
import { lockSid } from './lock-sid.ts'
import { recordEvents } from './record-events.ts'

/** Somebody calls one of our numbers: the call is written down, then the number's routing says what they hear. */
export async function takeInbound(
  { tx, businessId, accountSid, raw }: Delivery,
  form: z.infer<typeof InboundForm>,
): Promise<string> {
  const routing = routeCall(await routingSnapshot(tx, form.To))
  if (routing.to === 'sentence' && routing.sentence === 'notInService') return sayAndHangUpTwiml(routing.sentence)
  await lockSid(tx, businessId, form.CallSid)
  // A replay of a request that the ledger of deliveries has forgotten: the carrier asks once per call.
  if (await tx.callLeg.findFirst({ where: { accountSid, callSid: form.CallSid } })) return hangUpTwiml()
  const callId = newId()
  await tx.call.create({
    data: {
      businessId,
      id: callId,
      origin: 'inbound',
      direction: 'inbound',
      status: 'ringing',
      callerPhone: form.From || null,
      phoneNumber: form.To,
      startedAt: new Date(),
    },
  })
  await recordEvents(tx, businessId, callId, [
    {
      kind: 'leg',
      accountSid,
      callSid: form.CallSid,
      source: 'webhook',
      type: 'leg.arrived',
      facts: { role: 'outside', status: 'ringing', from: form.From, to: form.To },
      raw,
    },
  ])
  if (routing.to === 'assistant') {
    return answerByAssistant(tx, { businessId, accountSid, callSid: form.CallSid, callId }, routing.assistantId)
  }
  return routing.to === 'agents' ? ringAgentsTwiml({ callId, ...routing }) : sayAndHangUpTwiml(routing.sentence)
}
