import type { z } from 'zod'
import { lockCall, recordEvents } from '#lib/calls/record-events.ts'
import { sayAndHangUpTwiml } from '#lib/carrier/twiml/say.ts'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import type { OutboundForm } from '#lib/webhooks/carrier-forms.ts'
import { meetAssistant } from './begin-conversation.ts'
import { joinTakenOver } from './take-over.ts'

/** A browser's leg that names a conversation as its attempt: whoever took it over, or whoever tries out an assistant. */
export async function connectToAssistant(
  delivery: Delivery,
  { attemptId, CallSid: callSid, From: from }: z.infer<typeof OutboundForm>,
  userId: string,
): Promise<string> {
  const { tx } = delivery
  const found = await tx.assistantConversation.findFirst({ where: { id: attemptId }, select: { callId: true } })
  if (!found) return sayAndHangUpTwiml('cannotDial')
  await lockCall(tx, found.callId)
  const conversation = await tx.assistantConversation.findFirst({
    where: { id: attemptId, call: { endedAt: null } },
    include: { call: { include: { legs: { where: { endedAt: null } } } } },
  })
  const legs = conversation?.call.legs ?? []
  const arrival = conversation && { conversation, userId, callSid, from }
  const isTaken = conversation?.state === 'human' && conversation.takenBy === userId
  if (arrival && isTaken && legs.every((leg) => leg.role === 'outside')) return joinTakenOver(delivery, arrival)
  const isTrial = conversation?.state === 'waiting' && conversation.call.userId === userId && legs.length === 0
  return isTrial ? tryOut(delivery, arrival!) : sayAndHangUpTwiml('cannotDial')
}

interface Trial {
  conversation: { id: string; callId: string }
  userId: string
  callSid: string
  from: string
}

/** The browser's own leg is the other party. */
async function tryOut(
  { tx, businessId, accountSid, raw }: Delivery,
  { conversation: { id: conversationId, callId }, userId, callSid, from }: Trial,
): Promise<string> {
  const facts = { role: 'outside', userId, status: 'in-progress', from, to: '' } as const
  await recordEvents(tx, businessId, callId, [
    { kind: 'leg', accountSid, callSid, source: 'webhook', type: 'leg.arrived', facts, raw },
  ])
  return meetAssistant(tx, { businessId, accountSid, callSid, callId, conversationId })
}
