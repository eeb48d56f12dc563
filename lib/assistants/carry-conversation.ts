import type { TokenSubject } from '#lib/auth/single-use-token.ts'
import { lockCall } from '#lib/calls/record-events.ts'
import { readBusiness } from '#lib/db/read-business.ts'
import { sql } from '#lib/db/sql.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'
import type { EventHint } from '#lib/events/subscribe.ts'
import { recordAssistantAnswer, settleConversations } from './end-conversation.ts'

/** The stream that carries a conversation now, and the process it ends in. */
export interface Carriage {
  businessId: string
  conversationId: string
  callId: string
  streamSid: string
  sidecarId: string
}

export interface Claim {
  /** When the conversation's first stream started; times of its turns are counted from here. */
  startedAt: Date
  /** The position of its next turn. While it is carried, nobody but its carrier writes turns. */
  nextPosition: number
  note: string | null
}

/** Positions left free for what the stream before has heard and not written yet. */
export const LATE_TURNS = 10

/** Takes a conversation over to a stream, which answers a call that came in; null when it is over or a person has it, so that nothing may be said in it. */
export async function claimConversation(
  carriage: Carriage,
  leg: Pick<TokenSubject<'media'>, 'callSid'> & { accountSid: string },
): Promise<Claim | null> {
  const { businessId, conversationId: id, callId, streamSid, sidecarId } = carriage
  return withBusiness(businessId, async (tx) => {
    await lockCall(tx, callId)
    const rows = await tx.$queryRaw<Claim[]>`
      update assistant_conversations c set state = 'live', stream_sid = ${streamSid}, sidecar_id = ${sidecarId},
        call_sid = ${leg.callSid}, account_sid = ${leg.accountSid}, started_at = coalesce(started_at, now()), updated_at = now()
      where business_id = ${businessId}::uuid and id = ${id}::uuid and call_id = ${callId}::uuid and state in ('waiting', 'live')
      returning started_at as "startedAt", note, (select coalesce(max(position) + 1 + ${LATE_TURNS}::int, 0) from conversation_turns t
        where t.business_id = c.business_id and t.conversation_id = c.id)::int as "nextPosition"`
    if (!rows[0]) return null
    await recordAssistantAnswer(tx, businessId, callId, id)
    await publish(tx, businessId, { type: 'conversation.changed', callId, conversationId: id })
    return rows[0]
  })
}

/**
 * Takes a conversation whose callee's phone rings, for this process to connect its assistant; false when another process was
 * faster, or the callee. Any stream may still claim it.
 */
export async function claimRinging(businessId: string, conversationId: string, sidecarId: string): Promise<boolean> {
  const { count } = await withBusiness(businessId, (tx) =>
    tx.assistantConversation.updateMany({
      where: { id: conversationId, state: 'waiting', sidecarId: null, startedAt: null, call: { endedAt: null } },
      data: { sidecarId },
    }),
  )
  return count > 0
}

/** Whether a conversation that this process took still waits for its callee. */
export async function stillRings(businessId: string, conversationId: string, sidecarId: string): Promise<boolean> {
  const where = { id: conversationId, state: 'waiting', sidecarId, startedAt: null, call: { endedAt: null } }
  return (await withBusiness(businessId, (tx) => tx.assistantConversation.count({ where }))) > 0
}

/** Keeps the vendor's id of a conversation, by which its webhook and its transcript are found. */
export async function noteVendor({ businessId, conversationId }: Carriage, vendorId: string): Promise<void> {
  await withBusiness(businessId, (tx) =>
    tx.assistantConversation.updateMany({ where: { id: conversationId }, data: { vendorId } }),
  )
}

/** What a conversation should be by now. */
export interface Wanted {
  conversationId: string
  /** The stream that carries it. */
  streamSid: string | null
  state: string
  note: string | null
}

const WANTED = sql`c.id as "conversationId", c.stream_sid as "streamSid", c.state, c.note`

/** What is wanted of a conversation that this process carries. */
export async function wantedOf({
  businessId,
  conversationId: id,
}: Pick<Carriage, 'businessId' | 'conversationId'>): Promise<Wanted | undefined> {
  const [row] = await readBusiness(
    businessId,
    (tx) => tx.$queryRaw<Wanted[]>`
      select ${WANTED} from assistant_conversations c where c.business_id = ${businessId}::uuid and c.id = ${id}::uuid`,
  )
  return row
}

/** The same by an event that somebody wants it otherwise, in one read: a caller hears the assistant until it is done. */
export async function wantedBy({ businessId, id }: EventHint): Promise<Wanted | undefined> {
  const [row] = await readBusiness(
    businessId,
    (tx) => tx.$queryRaw<Wanted[]>`
      select ${WANTED} from domain_events e
      join assistant_conversations c on c.business_id = e.business_id and c.id = (e.payload->>'conversationId')::uuid
      where e.business_id = ${businessId}::uuid and e.id = ${id} and e.payload->>'type' = 'conversation.controlled'`,
  )
  return row
}

/** The process that has a conversation's stream now, or that of its notes. */
export const sidecarOf = async (businessId: string, id: string): Promise<string | null> =>
  withBusiness(businessId, async (tx) => {
    const row = await tx.assistantConversation.findFirst({ where: { id }, select: { sidecarId: true } })
    return row?.sidecarId ?? null
  })

/** Says that the notes of a conversation that a person has are taken in this process. */
export const holdNotes = (
  { businessId, conversationId, callId }: Pick<Carriage, 'businessId' | 'conversationId' | 'callId'>,
  sidecarId: string,
): Promise<void> =>
  withBusiness(businessId, async (tx) => {
    await tx.assistantConversation.updateMany({ where: { id: conversationId, state: 'human' }, data: { sidecarId } })
    await publish(tx, businessId, { type: 'conversation.changed', callId, conversationId })
  })

/**
 * Lets a conversation go when its stream ends: it is over for this reason, or waits for its next stream where there is none.
 * One that a person took stays theirs.
 */
export async function releaseConversation(carriage: Carriage, endedReason: string | null): Promise<void> {
  const { businessId, conversationId, callId, streamSid } = carriage
  await withBusiness(businessId, async (tx) => {
    await lockCall(tx, callId)
    await letGo(tx, carriage, endedReason)
    // A person's conversation may have its notes taken already, in this sidecar or another.
    const isNotes = { id: conversationId, streamSid, state: 'human' }
    const { count } = await tx.assistantConversation.updateMany({ where: isNotes, data: { streamSid: null } })
    if (count === 0) {
      await tx.assistantConversation.updateMany({
        where: { id: conversationId, streamSid },
        data: { sidecarId: null, streamSid: null },
      })
    }
    await settleConversations(tx, businessId, callId)
    await publish(tx, businessId, { type: 'conversation.changed', callId, conversationId })
  })
}

const letGo = (tx: Tx, { conversationId, streamSid }: Carriage, endedReason: string | null) =>
  tx.assistantConversation.updateMany({
    where: { id: conversationId, streamSid, state: 'live' },
    data: endedReason === null ? { state: 'waiting' } : { state: 'ended', endedReason, endedAt: new Date() },
  })
