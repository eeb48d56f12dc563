import { lastHandover } from '#lib/calls/after-leave.ts'
import { endLeg } from '#lib/calls/end-leg.ts'
import { recordEvents } from '#lib/calls/record-events.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'
import { enqueue } from '#lib/jobs/enqueue.ts'
import type { TaskPayloads } from '#lib/jobs/tasks.ts'
import { AGENT_LOST } from './agent-lost.ts'

type Lost = TaskPayloads['resume-assistant']

/** Gives the other party back to the assistant after the agent who had taken over was lost; where it cannot be, they are told and the call ends. */
export async function resumeAssistant(businessId: string, lost: Lost): Promise<void> {
  const hasAssistant = await withBusiness(businessId, (tx) => takeBack(tx, businessId, lost))
  if (!hasAssistant) await endLeg(businessId, { callSid: lost.callSid, how: 'tell-lost' })
}

/** False when the call has no assistant to go back to. */
async function takeBack(tx: Tx, businessId: string, { callId, lostCallSid }: Lost): Promise<boolean> {
  const state = await recordEvents(tx, businessId, callId, [])
  const last = state && lastHandover(state.commands)
  if (last?.type !== 'take-over' || last.callSid !== lostCallSid) return true
  const found = await tx.assistantConversation.findFirst({
    where: { callId, state: { in: ['human', 'ended'] }, callSid: { not: null } },
    orderBy: { createdAt: 'desc' },
    select: { id: true },
  })
  if (!found) return false
  const { id } = found
  await tx.assistantConversation.updateMany({
    where: { id },
    data: { state: 'waiting', note: AGENT_LOST, endedAt: null, endedReason: null },
  })
  const because = { userId: last.userId, at: new Date().toISOString(), because: 'agent-lost' } as const
  await recordEvents(tx, businessId, callId, [{ kind: 'command', command: { type: 'hand-back', ...because } }])
  await enqueue(tx, businessId, 'move-to-assistant', { conversationId: id }, `move-to-assistant:${id}`)
  await publish(tx, businessId, { type: 'conversation.changed', callId, conversationId: id })
  return true
}
