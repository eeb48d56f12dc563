import type { Tx } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'

/**
 * mute: a person takes over, nothing more of the assistant is heard. unmute: it goes on. end: its stream is closed, so that the
 * call's next verb runs.
 */
export type ConversationControl = 'mute' | 'unmute' | 'end'

const STATE = { mute: 'human', unmute: 'live', end: 'ended' } as const
const FROM = { mute: ['waiting', 'live'], unmute: ['human'], end: ['waiting', 'live', 'human'] }

/**
 * Sets what a conversation should be, and tells the sidecar that carries its stream, which obeys within 100 ms of the commit
 * wherever it runs. A note is told to the assistant, now or when its conversation goes on. False when the conversation is
 * in no state for this.
 */
export async function controlConversation(
  tx: Tx,
  businessId: string,
  conversationId: string,
  control: ConversationControl,
  note?: string,
): Promise<boolean> {
  const [changed] = await tx.assistantConversation.updateManyAndReturn({
    where: { id: conversationId, state: { in: FROM[control] } },
    data: {
      state: STATE[control],
      ...(note !== undefined && { note }),
      ...(control === 'end' && { endedAt: new Date(), endedReason: 'controlled' }),
    },
    select: { callId: true },
  })
  if (!changed) return false
  await publish(tx, businessId, { type: 'conversation.controlled', callId: changed.callId, conversationId })
  await publish(tx, businessId, { type: 'conversation.changed', callId: changed.callId, conversationId })
  return true
}
