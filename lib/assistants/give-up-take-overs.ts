import { lockCall } from '#lib/calls/record-events.ts'
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

/** The same for these take-overs; false when there is none without somebody of ours. */
export async function giveUp(
  tx: Tx,
  businessId: string,
  of: { callId: string; takenBy: string } | { updatedAt: { lt: Date } },
): Promise<boolean> {
  const call = { endedAt: null, legs: { none: { role: 'agent', endedAt: null } } }
  const where = { ...of, state: 'human', endedAt: null, streamSid: { not: null }, call }
  const found = await tx.assistantConversation.findMany({
    where,
    select: { id: true, callId: true },
    orderBy: { callId: 'asc' },
  })
  let isGivenUp = false
  for (const { id, callId } of found) {
    await lockCall(tx, callId)
    // Somebody may have come meanwhile.
    if ((await tx.assistantConversation.count({ where: { ...where, id } })) === 0) continue
    isGivenUp = (await controlConversation(tx, businessId, id, 'unmute')) || isGivenUp
  }
  return isGivenUp
}
