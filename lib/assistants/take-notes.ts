import { lockCall } from '#lib/calls/record-events.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { LATE_TURNS } from './carry-conversation.ts'
import { openCredential } from './credentials.ts'
import type { ElevenLabsAccount } from './eleven-labs-api.ts'
import { storeSaid } from './end-conversation.ts'

/** What a process needs to write down what a person and the other party say after a take-over. */
export interface PlannedNotes {
  account: ElevenLabsAccount
  language: string | null
  /** When the conversation's first stream started; times of its turns are counted from here. */
  startedAt: Date
  nextPosition: number
}

/** Throws `not_ready` when the business has no account with the vendor. */
export const planNotes = (businessId: string, conversationId: string): Promise<PlannedNotes> =>
  withBusiness(businessId, async (tx) => {
    const row = await tx.assistantConversation.findUniqueOrThrow({
      where: { businessId_id: { businessId, id: conversationId } },
      include: { assistant: true, turns: { orderBy: { position: 'desc' }, take: 1 } },
    })
    const [last] = row.turns
    return {
      account: await openCredential(tx, row.userId),
      language: row.assistant?.language ?? null,
      startedAt: row.startedAt ?? row.createdAt,
      nextPosition: last ? last.position + 1 + LATE_TURNS : 0,
    }
  })

/** Stores the call's transcript anew where it was stored before the last words of a talk were written. */
export const addLastWords = (businessId: string, callId: string): Promise<void> =>
  withBusiness(businessId, async (tx) => {
    await lockCall(tx, callId)
    if ((await tx.transcript.count({ where: { callId, source: 'assistant' } })) > 0) {
      await storeSaid(tx, businessId, callId)
    }
  })
