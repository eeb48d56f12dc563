import type { TokenHolder } from '#lib/auth/call-token.ts'
import { principalOfMember } from '#lib/auth/current-principal.ts'
import { authorise, type Scope, type UserPrincipal } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { findMember } from '#lib/users/find-member.ts'

/**
 * The member for whom a token acts, by user id, e-mail or external id. A person acts for themselves only, a key for anybody of its
 * business as far as its scopes allow. Throws `not_found`, `forbidden`.
 */
export async function actingUser(
  { businessId, principal }: TokenHolder,
  name: string,
  scope: Scope,
): Promise<UserPrincipal> {
  if (principal) authorise(principal, scope)
  const member = await withBusiness(businessId, (tx) => findMember(tx, name))
  const acting = member && (await principalOfMember(member.userId, businessId))
  if (!acting) throw new AppError('not_found', 'User not found')
  if (principal?.kind === 'user' && principal.userId !== acting.userId) {
    throw new AppError('forbidden', 'You act for yourself only.')
  }
  return acting
}
