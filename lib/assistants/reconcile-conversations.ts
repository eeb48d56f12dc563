import { lockCall } from '#lib/calls/record-events.ts'
import { allBusinesses } from '#lib/db/across.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { enqueue } from '#lib/jobs/enqueue.ts'
import { endConversation, settleConversations } from './end-conversation.ts'

/** A sidecar that gave no sign of life for this long is gone, and its streams with it. */
const SILENT_S = 15

/** Ends conversations whose sidecar died under them; their calls went on to their next verbs long before. */
export async function reconcileConversations(): Promise<void> {
  for (const businessId of await allBusinesses()) {
    for (const lost of await withBusiness(businessId, findLost)) await endLost(businessId, lost)
  }
}

interface Lost {
  id: string
  callId: string
  streamSid: string
}

const findLost = (tx: Tx) => tx.$queryRaw<Lost[]>`
  select id, call_id as "callId", stream_sid as "streamSid" from assistant_conversations c
  where ended_at is null and stream_sid is not null and not exists (select from worker_heartbeats w
    where w.worker_id = c.sidecar_id and w.beat_at > now() - make_interval(secs => ${SILENT_S}))`

/** A person's conversation stays theirs; only its stream is gone. */
const endLost = (businessId: string, { id, callId, streamSid }: Lost) =>
  withBusiness(businessId, async (tx) => {
    await lockCall(tx, callId)
    const [row] = await tx.assistantConversation.updateManyAndReturn({
      where: { id, streamSid },
      data: { streamSid: null, sidecarId: null },
      select: { state: true },
    })
    if (row?.state === 'live') {
      await endConversation(tx, { businessId, id, callId }, 'stream-lost')
      await enqueue(tx, businessId, 'ask-for-conversation', { conversationId: id })
    }
    await settleConversations(tx, businessId, callId)
  })
