import { lockCall, recordEvents } from '#lib/calls/record-events.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'
import { storeTranscript } from '#lib/transcripts/store-transcript.ts'

/** The assistant hears and is heard: a call that came in is answered by that. */
export async function recordAssistantAnswer(tx: Tx, businessId: string, callId: string, id: string): Promise<void> {
  const command = { type: 'assistant-answered', conversationId: id } as const
  await recordEvents(tx, businessId, callId, [{ kind: 'command', command }])
}

/** Ends a conversation that no stream carries, unless it is over. The call must be locked. */
export async function endConversation(
  tx: Tx,
  { businessId, id, callId }: { businessId: string; id: string; callId: string },
  reason: string,
): Promise<void> {
  const { count } = await tx.assistantConversation.updateMany({
    where: { id, state: { not: 'ended' } },
    data: { state: 'ended', endedAt: new Date(), endedReason: reason },
  })
  if (count > 0) await publish(tx, businessId, { type: 'conversation.changed', callId, conversationId: id })
}

/** The job after a call's end; conversations that a stream still carries are settled when it ends. */
export const endConversations = (businessId: string, { callId }: { callId: string }): Promise<void> =>
  withBusiness(businessId, async (tx) => {
    await lockCall(tx, callId)
    await settleConversations(tx, businessId, callId)
  })

/**
 * Once a call is over: ends the conversations that no stream carries, and stores what was heard in all of them as the call's
 * transcript. Before that it does nothing. The call must be locked.
 */
export async function settleConversations(tx: Tx, businessId: string, callId: string): Promise<void> {
  const { endedAt, transcripts } = await tx.call.findUniqueOrThrow({
    where: { businessId_id: { businessId, id: callId } },
    select: { endedAt: true, transcripts: { where: { source: 'assistant' }, take: 1 } },
  })
  if (!endedAt) return
  const conversations = await withTurns(tx, callId)
  for (const { id, state, streamSid } of conversations) {
    if (state !== 'ended' && !streamSid) await endConversation(tx, { businessId, id, callId }, 'call-over')
  }
  const isCarried = conversations.some(({ state, streamSid }) => state !== 'ended' && streamSid)
  if (!isCarried && transcripts.length === 0) await storeSaid(tx, businessId, callId)
}

/** Stores what was heard in a call's conversations as a new version of its transcript, once the call is over and where anything was. */
export async function storeSaid(tx: Tx, businessId: string, callId: string): Promise<void> {
  const { startedAt, endedAt } = await tx.call.findUniqueOrThrow({
    where: { businessId_id: { businessId, id: callId } },
  })
  const conversations = await withTurns(tx, callId)
  const segments = conversations.flatMap((conversation) => segmentsOf(conversation, startedAt))
  if (!endedAt || segments.length === 0) return
  await storeTranscript(tx, businessId, callId, {
    source: 'assistant',
    segments,
    language: conversations.at(-1)?.assistant?.language ?? null,
    durationMs: endedAt.getTime() - startedAt.getTime(),
  })
}

type Row = Awaited<ReturnType<typeof withTurns>>[number]
const withTurns = (tx: Tx, callId: string) =>
  tx.assistantConversation.findMany({
    where: { callId },
    include: { assistant: true, turns: { orderBy: { position: 'asc' } } },
    orderBy: { createdAt: 'asc' },
  })

/** Times from the call's start; what nobody heard was not said. */
function segmentsOf({ turns, startedAt, createdAt }: Row, callStartedAt: Date) {
  const offsetMs = Math.max(0, (startedAt ?? createdAt).getTime() - callStartedAt.getTime())
  return turns
    .map(({ speaker, text, heardText, startMs, endMs }) => ({
      speaker,
      text: heardText ?? text,
      startMs: offsetMs + startMs,
      endMs: offsetMs + (endMs ?? startMs),
      confidence: null,
    }))
    .filter(({ speaker, text }) => speaker !== 'tool' && text !== '')
}
