import { z } from 'zod'
import { afterLeave, lastHandover } from '#lib/calls/after-leave.ts'
import { FINAL_STATUSES } from '#lib/calls/call-event.ts'
import { type CallState, recordEvents } from '#lib/calls/record-events.ts'
import { isUsersAccount } from '#lib/carrier/load-carrier.ts'
import { ringAgentsTwiml } from '#lib/carrier/twiml/ring-agents.ts'
import { hangUpTwiml, sayAndHangUpTwiml } from '#lib/carrier/twiml/say.ts'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { routeToDesk } from '#lib/routing/route-call.ts'
import { routingSnapshot } from '#lib/routing/routing-snapshot.ts'
import { InboundForm } from '#lib/webhooks/carrier-forms.ts'
import { meetAssistant } from './begin-conversation.ts'
import { endConversation } from './end-conversation.ts'

export const AssistantCall = InboundForm.extend({ callId: z.uuid() })
type AssistantCall = z.infer<typeof AssistantCall>

/** The callee of an assistant answered: they hear it. */
export async function calleeAnswers(delivery: Delivery, form: AssistantCall): Promise<string> {
  const { tx, businessId, accountSid } = delivery
  const state = await record(delivery, form, 'in-progress')
  const conversation = state && (await tx.assistantConversation.findFirst({ where: { callId: form.callId } }))
  if (conversation?.state !== 'waiting') return hangUpTwiml()
  const { callId, CallSid: callSid } = form
  return meetAssistant(tx, { businessId, accountSid, callSid, callId, conversationId: conversation.id })
}

/** Reasons to end that leave nothing to say; after any other the other party is not left alone. */
const DONE = new Set(['finished', 'closed', 'too-long', 'end_call', 'controlled', 'call-over'])

/** The other party left the conference in which they talked with a person, or was moved out of it, when nobody runs this answer. */
export async function talkEnded(delivery: Delivery, form: AssistantCall): Promise<string> {
  const isGone = FINAL_STATUSES.has(form.CallStatus)
  const state = await record(delivery, form, isGone ? form.CallStatus : undefined)
  if (state) await afterLeave(delivery.tx, state)
  return hangUpTwiml()
}

/**
 * The assistant's stream is over, or could not begin: the desk rings when the assistant asked for it or broke down, else the
 * call ends.
 */
export async function assistantLeft(delivery: Delivery, form: AssistantCall): Promise<string> {
  const { tx, businessId } = delivery
  const isGone = FINAL_STATUSES.has(form.CallStatus)
  const state = await record(delivery, form, isGone ? form.CallStatus : undefined)
  if (!state || isGone || state.commands.some(({ type }) => type === 'hang-up')) return hangUpTwiml()
  const last = lastHandover(state.commands)
  const conversation = await tx.assistantConversation.findFirst({
    where: { callId: form.callId },
    orderBy: { createdAt: 'desc' },
  })
  if (!conversation) return hangUpTwiml()
  if (last?.type !== 'assistant-transfers') {
    if (conversation.state === 'ended' && DONE.has(conversation.endedReason ?? '')) return hangUpTwiml()
    const at = new Date().toISOString()
    const command = { type: 'assistant-transfers', conversationId: conversation.id, at } as const
    await recordEvents(tx, businessId, form.callId, [{ kind: 'command', command }])
  }
  await endConversation(tx, { businessId, id: conversation.id, callId: form.callId }, 'stream-lost')
  return ringDesk(delivery, form.callId)
}

async function ringDesk({ tx, accountSid }: Delivery, callId: string): Promise<string> {
  if (await isUsersAccount(tx, accountSid)) return sayAndHangUpTwiml('nobodyThere')
  const { phoneNumber } = await tx.call.findFirstOrThrow({ where: { id: callId }, select: { phoneNumber: true } })
  const routing = routeToDesk(await routingSnapshot(tx, phoneNumber))
  return routing.to === 'agents' ? ringAgentsTwiml({ callId, ...routing }) : sayAndHangUpTwiml(routing.sentence)
}

function record(
  { tx, businessId, accountSid, raw }: Delivery,
  { CallSid, callId, From, To }: AssistantCall,
  status: AssistantCall['CallStatus'] | undefined,
): Promise<CallState | null> {
  const facts = { role: 'outside', from: From, to: To, ...(status && { status }) } as const
  return recordEvents(tx, businessId, callId, [
    { kind: 'leg', accountSid, callSid: CallSid, source: 'webhook', type: 'assistant.document', facts, raw },
  ])
}
