import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import type { NewEvent } from '#lib/calls/event-rows.ts'
import { lockCall, recordEvents } from '#lib/calls/record-events.ts'
import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import { agentJoinsTwiml } from '#lib/carrier/twiml/agent-joins.ts'
import { takeOverTwiml } from '#lib/carrier/twiml/assistant.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { enqueue } from '#lib/jobs/enqueue.ts'
import { controlConversation } from './control-conversation.ts'
import { issueMediaTicket } from './media-ticket.ts'

export const ConversationId = z.object({ id: z.uuid() })
type ConversationId = z.infer<typeof ConversationId>

interface TakenCall {
  callId: string
  to: string
  from: string
  isUsersAccount: boolean
}

/**
 * Silences the assistant of a conversation at once; the caller's device then connects with the attempt id of the answer. Throws
 * `call_over` when there is nothing to take over, or somebody was faster, `forbidden` for a call through a user's own account.
 */
export async function takeOver(caller: Caller, { id }: ConversationId) {
  authorise(caller.principal, 'calls:take')
  const { businessId, userId } = asUser(caller.principal)
  return withBusiness(businessId, async (tx) => {
    const [call] = await tx.$queryRaw<TakenCall[]>`
      select c.call_id as "callId", coalesce(l.caller_phone, '') as "to", l.phone_number as "from",
        exists (select from carrier_accounts a where a.business_id = c.business_id and a.account_sid = c.account_sid
          and a.user_id is not null) as "isUsersAccount"
      from assistant_conversations c join calls l on l.business_id = c.business_id and l.id = c.call_id
      where c.business_id = ${businessId}::uuid and c.id = ${id}::uuid
        and c.state = 'live' and c.call_sid is not null and l.ended_at is null`
    if (call?.isUsersAccount) {
      throw new AppError('forbidden', 'This call goes through an account of its own: nobody here can be put into it.')
    }
    if (!call || !(await controlConversation(tx, businessId, id, 'mute', { takenBy: userId }))) {
      throw new AppError('call_over', 'The assistant is not in this call any more.')
    }
    const { callId, to, from } = call
    await writeAudit(tx, caller, { action: 'call.take-over', subjectType: 'call', subjectId: callId })
    return { attemptId: id, callId, to, from }
  })
}

interface Arrival {
  conversation: { id: string; callId: string }
  userId: string
  callSid: string
  from: string
}

/** The leg of whoever took over arrived: it waits in the call's conference, where a job moves the other party. */
export async function joinTakenOver(
  { tx, businessId, accountSid, raw }: Delivery,
  { conversation: { id, callId }, userId, callSid, from }: Arrival,
): Promise<string> {
  await lockCall(tx, callId)
  const facts = { role: 'agent', userId, status: 'in-progress', from, to: '' } as const
  const arrival: NewEvent[] = [
    { kind: 'leg', accountSid, callSid, source: 'webhook', type: 'leg.connected', facts, raw },
    { kind: 'command', command: { type: 'take-over', userId, callSid, at: new Date().toISOString() } },
  ]
  await recordEvents(tx, businessId, callId, arrival)
  await enqueue(tx, businessId, 'move-to-person', { conversationId: id }, `move-to-person:${callSid}`)
  return agentJoinsTwiml(callId)
}

/**
 * Moves the other party of a conversation to the person who took over, while that person is there; the assistant reads along.
 */
export async function moveToPerson(businessId: string, { conversationId }: { conversationId: string }): Promise<void> {
  const isTheirs = { endedAt: null, legs: { some: { role: 'agent', endedAt: null } } }
  const row = await withBusiness(businessId, (tx) =>
    tx.assistantConversation.findFirst({ where: { id: conversationId, state: 'human', call: isTheirs } }),
  )
  if (!row?.accountSid || !row.callSid) return
  const { accountSid, callSid, callId } = row
  const ticket = await issueMediaTicket({ businessId, callId, callSid, conversationId, mode: 'notes' })
  await (await loadCarrier(businessId, accountSid)).redirectLeg(callSid, takeOverTwiml({ accountSid, callId, ticket }))
  await withBusiness(businessId, async (tx) => {
    // Given back while the carrier was asked: whichever document came last there, the assistant's must.
    const isBack = (await tx.assistantConversation.count({ where: { id: conversationId, state: 'waiting' } })) > 0
    if (isBack) await enqueue(tx, businessId, 'move-to-assistant', { conversationId })
  })
}
