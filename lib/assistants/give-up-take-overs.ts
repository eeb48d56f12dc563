import { allBusinesses } from '#lib/db/across.ts'
import { withBusiness } from '#lib/db/with-business.ts'
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
  withBusiness(businessId, async (tx) => {
    const abandoned = await tx.assistantConversation.findMany({
      where: {
        state: 'human',
        updatedAt: { lt: before },
        streamSid: { not: null },
        call: { endedAt: null, legs: { none: { role: 'agent', endedAt: null } } },
      },
      select: { id: true },
    })
    for (const { id } of abandoned) await controlConversation(tx, businessId, id, 'unmute')
  })
