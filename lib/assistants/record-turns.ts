import { withBusiness } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'

/** Who said something; a tool says what it did. */
export type Speaker = 'caller' | 'assistant' | 'agent' | 'tool'

/** One thing that was said. Times are ms from the conversation's start. */
export interface Turn {
  position: number
  speaker: Speaker
  text: string
  /** As much of the text as was heard, where that is not all of it. */
  heardText: string | null
  startMs: number
  endMs: number | null
  /** From the end of the caller's speech to the first sound of the answer. */
  latencyMs: number | null
}

interface Place {
  businessId: string
  conversationId: string
  callId: string
}

/** Writes turns, or what is known of them by now, and tells whoever looks at the conversation. */
export async function recordTurns(place: Place, turns: readonly Turn[]): Promise<void> {
  const { businessId, conversationId, callId } = place
  await withBusiness(businessId, async (tx) => {
    await tx.$executeRaw`
      insert into conversation_turns (business_id, conversation_id, position, speaker, text, heard_text, start_ms, end_ms, latency_ms)
      select ${businessId}::uuid, ${conversationId}::uuid, t.position, t.speaker, t.text, t."heardText", t."startMs", t."endMs", t."latencyMs"
      from jsonb_to_recordset(${JSON.stringify(turns)}::jsonb) t(position int, speaker text, text text, "heardText" text,
        "startMs" int, "endMs" int, "latencyMs" int)
      on conflict (business_id, conversation_id, position) do update set text = excluded.text, heard_text = excluded.heard_text,
        start_ms = excluded.start_ms, end_ms = excluded.end_ms, latency_ms = excluded.latency_ms`
    await publish(tx, businessId, { type: 'conversation.changed', callId, conversationId })
  })
}
