import { z } from 'zod'
import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import { mintSingleUseToken } from '#lib/auth/single-use-token.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'

export const ListenTicket = z.object({ id: z.uuid() }).transform(({ id }) => ({ conversationId: id }))

const TICKET_TTL_MS = 15_000

/** A ticket with which this member's page listens to one conversation, at the sidecar's `/listen`. Throws `forbidden`, `not_found`. */
export async function issueListenTicket(
  { principal }: Caller,
  { conversationId }: { conversationId: string },
): Promise<{ ticket: string }> {
  authorise(principal, 'calls:take')
  const { businessId, userId, membershipId } = asUser(principal)
  const found = await withBusiness(businessId, (tx) =>
    tx.assistantConversation.findFirst({ where: { id: conversationId, endedAt: null }, select: { id: true } }),
  )
  if (!found) throw new AppError('not_found', 'There is no such conversation now.')
  const subject = { businessId, userId, membershipId, conversationId }
  return { ticket: await mintSingleUseToken('listen', subject, TICKET_TTL_MS) }
}
