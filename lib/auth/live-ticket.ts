import { asUser, type Caller } from './principal.ts'
import { mintSingleUseToken } from './single-use-token.ts'

const TICKET_TTL_MS = 15_000

/** A ticket with which this member's page opens one live socket. */
export async function issueLiveTicket({ principal }: Caller): Promise<{ ticket: string }> {
  const { businessId, userId, membershipId } = asUser(principal)
  return { ticket: await mintSingleUseToken('live', { businessId, userId, membershipId }, TICKET_TTL_MS) }
}
