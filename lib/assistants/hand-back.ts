import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import { afterLeave } from '#lib/calls/after-leave.ts'
import { lockCall, recordEvents } from '#lib/calls/record-events.ts'
import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import { handBackTwiml } from '#lib/carrier/twiml/assistant.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { enqueue } from '#lib/jobs/enqueue.ts'
import { issueMediaTicket } from './media-ticket.ts'

export const HandBack = z.object({
  id: z.uuid(),
  /** One line for the assistant; the other party does not hear it. */
  note: z.string().trim().max(500).default(''),
})

/** Gives the other party back to the assistant, which goes on where it stopped. Only for the agent who is in the call. */
export async function handBack(caller: Caller, { id, note }: z.infer<typeof HandBack>): Promise<Record<string, never>> {
  authorise(caller.principal, 'calls:take')
  const { businessId, userId } = asUser(caller.principal)
  await withBusiness(businessId, async (tx) => {
    const talks = { endedAt: null, legs: { some: { userId, role: 'agent', endedAt: null, answeredAt: { not: null } } } }
    const found = await tx.assistantConversation.findUnique({
      where: { businessId_id: { businessId, id } },
      select: { callId: true },
    })
    if (found) await lockCall(tx, found.callId)
    const [row] = await tx.assistantConversation.updateManyAndReturn({
      where: { id, state: { in: ['human', 'ended'] }, callSid: { not: null }, call: talks },
      data: { state: 'waiting', note: note || null, endedAt: null, endedReason: null },
      select: { callId: true },
    })
    if (!row) throw new AppError('call_over', 'You are in no call that an assistant could take back.')
    const { callId } = row
    const command = { type: 'hand-back', userId, at: new Date().toISOString() } as const
    await recordEvents(tx, businessId, callId, [{ kind: 'command', command }])
    await enqueue(tx, businessId, 'move-to-assistant', { conversationId: id }, `move-to-assistant:${id}`)
    await publish(tx, businessId, { type: 'conversation.changed', callId, conversationId: id })
    await writeAudit(tx, caller, { action: 'call.hand-back', subjectType: 'call', subjectId: callId })
  })
  return {}
}

/** Moves the other party to the assistant's stream, then lets the agent's leg go. */
export async function moveToAssistant(
  businessId: string,
  { conversationId }: { conversationId: string },
): Promise<void> {
  const row = await withBusiness(businessId, (tx) =>
    tx.assistantConversation.findFirst({ where: { id: conversationId, state: 'waiting', call: { endedAt: null } } }),
  )
  if (!row?.accountSid || !row.callSid) return
  const { accountSid, callSid, callId } = row
  const ticket = await issueMediaTicket({ businessId, callId, callSid, conversationId, mode: 'assistant' })
  await (await loadCarrier(businessId, accountSid)).redirectLeg(callSid, handBackTwiml({ accountSid, callId, ticket }))
  await withBusiness(businessId, async (tx) => {
    const state = await recordEvents(tx, businessId, callId, [])
    if (state) await afterLeave(tx, state)
  })
}
