import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { actorOf, authorise, type Caller } from '#lib/auth/principal.ts'
import { takeRate } from '#lib/auth/rate-limit.ts'
import { loadCarrierAccount } from '#lib/carrier/load-carrier.ts'
import { mintVoiceToken } from '#lib/carrier/voice-token.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { findMember } from '#lib/users/find-member.ts'

const MISSING = 'Identity is required'
export const VoiceToken = z.object({ identity: z.string(MISSING).trim().min(1, MISSING).max(254) })

const MINTS = { limit: 30, windowMs: 60_000 }

/**
 * A Voice SDK token for a teammate, named by e-mail, id, external id or carrier identity. It carries their opaque identity. A
 * person gets their own only, a key whose scopes allow it anybody's of its business.
 */
export async function issueVoiceToken(caller: Caller, { identity }: z.infer<typeof VoiceToken>) {
  const { principal } = caller
  const { businessId } = principal
  authorise(principal, 'voice:token')
  const { left, retryAfterS } = await takeRate(`voice-token:${actorOf(principal)}`, MINTS)
  if (left < 0) throw new AppError('rate_limited', 'Too many tokens.', { action: `Wait ${retryAfterS} seconds.` })
  const carrierIdentity = await withBusiness(businessId, async (tx) => {
    const member = await findMember(tx, identity)
    if (!member) throw new AppError('not_found', 'Identity not found')
    if (principal.kind === 'user' && principal.userId !== member.userId) {
      throw new AppError('forbidden', 'You get a token for yourself only.')
    }
    const deed = { action: 'voice-token.issue', subjectType: 'user', subjectId: member.userId } as const
    if (principal.kind === 'key') await writeAudit(tx, caller, deed)
    return member.carrierIdentity
  })
  const { token } = mintVoiceToken(await loadCarrierAccount(businessId), carrierIdentity, Date.now())
  return { success: true, token }
}
