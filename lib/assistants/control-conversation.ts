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
 * wherever it runs. A note is told to the assistant, now or when its conversation goes on; takenBy is the person who takes over.
 * False when the conversation is in no state for this.
 */
export async function controlConversation(
  tx: Tx,
  businessId: string,
  conversationId: string,
  control: ConversationControl,
  { note, takenBy }: { note?: string; takenBy?: string } = {},
): Promise<boolean> {
  const isEnd = control === 'end'
  const [changed] = await tx.$queryRaw<{ callId: string }[]>`
    update assistant_conversations set state = ${STATE[control]}, taken_by = ${takenBy ?? null}::uuid, note = coalesce(${note ?? null}, note), updated_at = now(),
      ended_at = case when ${isEnd} then now() else ended_at end,
      ended_reason = case when ${isEnd} then 'controlled' else ended_reason end
    where business_id = ${businessId}::uuid and id = ${conversationId}::uuid and state = any(${FROM[control]})
    returning call_id as "callId"`
  if (!changed) return false
  await publish(tx, businessId, { type: 'conversation.controlled', callId: changed.callId, conversationId })
  return true
}
