import { z } from 'zod'
import type { TokenHolder } from '#lib/auth/call-token.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { actingUser } from './acting-user.ts'

/** What a client sends once its socket is open. */
export const ConnectToCall = z.object({
  event: z.literal('connect-twilio'),
  callSid: z.string().min(1).max(64),
  user_id: z.string().min(1).max(254),
})

/** The conversation on a call, for a user who may read calls; null when there is none. Throws `not_found`, `forbidden`. */
export async function listenedConversation(
  holder: TokenHolder,
  { callSid, user_id }: z.infer<typeof ConnectToCall>,
): Promise<string | null> {
  const { businessId } = await actingUser(holder, user_id, 'calls:read')
  const conversation = await withBusiness(businessId, (tx) =>
    tx.assistantConversation.findFirst({
      where: { endedAt: null, OR: [{ callSid }, { call: { legs: { some: { callSid } } } }] },
      orderBy: { createdAt: 'desc' },
      select: { id: true },
    }),
  )
  return conversation?.id ?? null
}
