import { allBusinesses } from '#lib/db/across.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { controlConversation } from './control-conversation.ts'

/** Somebody who took over is there within this, or never will be: their page closed, or its phone could not connect. */
const ARRIVES_WITHIN_MS = 15_000

/** Lets the assistant go on where whoever took over never came: nobody is left in silence. */
export async function giveUpTakeOvers(): Promise<void> {
  const before = new Date(Date.now() - ARRIVES_WITHIN_MS)
  for (const businessId of await allBusinesses()) await giveUpIn(businessId, before)
}

/** The same for one business and take-overs before that time. */
export const giveUpIn = (businessId: string, before: Date): Promise<void> =>
  withBusiness(businessId, async (tx) => void (await giveUp(tx, businessId, { updatedAt: { lt: before } })))

/** The same for take-overs of these conversations; false when there is none without somebody of ours. */
export async function giveUp(
  tx: Tx,
  businessId: string,
  of: { callId: string } | { updatedAt: { lt: Date } },
): Promise<boolean> {
  const nobodyIsThere = { endedAt: null, legs: { none: { role: 'agent', endedAt: null } } }
  const abandoned = await tx.assistantConversation.findMany({
    where: { ...of, state: 'human', streamSid: { not: null }, call: nobodyIsThere },
    select: { id: true },
  })
  for (const { id } of abandoned) await controlConversation(tx, businessId, id, 'unmute')
  return abandoned.length > 0
}
