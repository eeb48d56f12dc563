import { z } from 'zod'
import type { Tx } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { carrierTime, StatusForm, statusFacts } from '#lib/webhooks/carrier-forms.ts'
import { afterLeave } from './after-leave.ts'
import type { LegFacts } from './call-event.ts'
import { recordEvents } from './record-events.ts'

/** A report on a leg; the address we gave for it says which call and role it has, where we asked for the leg. */
export const LegStatus = StatusForm.extend({
  callId: z.uuid().optional(),
  role: z.enum(['outside', 'agent']).optional(),
  attempt: z.uuid().optional(),
})
type LegStatus = z.infer<typeof LegStatus>

/** Records the progress of a leg. The first report of an attempt's leg also says that it was placed. */
export async function recordStatus({ tx, businessId, accountSid, raw }: Delivery, form: LegStatus): Promise<void> {
  const state = await recordEvents(tx, businessId, form.callId ?? null, [
    {
      kind: 'leg',
      accountSid,
      callSid: form.CallSid,
      source: 'webhook',
      type: `leg.${form.CallStatus}`,
      sequence: form.SequenceNumber,
      at: carrierTime(form.Timestamp),
      facts: { ...statusFacts(form), ...(await knownBefore(tx, form)) },
      raw,
    },
  ])
  if (form.attempt) {
    await tx.callAttempt.updateMany({
      where: { id: form.attempt, callId: form.callId, state: { in: ['submitting', 'unknown'] } },
      data: { state: 'placed', callSid: form.CallSid },
    })
  }
  if (state) await afterLeave(tx, state)
  if (form.CallStatus === 'ringing' && form.role === 'outside' && form.callId) {
    await tellRinging(tx, businessId, form.callId)
  }
}

/** The assistant that is to talk with whoever's phone rings is connected meanwhile. */
async function tellRinging(tx: Tx, businessId: string, callId: string): Promise<void> {
  const waiting = await tx.assistantConversation.findFirst({
    where: { callId, state: 'waiting', startedAt: null, call: { origin: 'assistant', endedAt: null } },
    select: { id: true },
  })
  if (waiting) await publish(tx, businessId, { type: 'conversation.ringing', callId, conversationId: waiting.id })
}

/** The role a leg was asked for in, and the member whose identity it rings. */
async function knownBefore(tx: Delivery['tx'], form: LegStatus): Promise<LegFacts> {
  if (!form.role) return {}
  if (form.role === 'outside' || !form.To.startsWith('client:')) return { role: form.role }
  const member = await tx.membership.findFirst({
    where: { carrierIdentity: form.To.slice('client:'.length) },
    select: { userId: true },
  })
  return { role: form.role, ...(member && { userId: member.userId }) }
}
