import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { hashPassword, MAX_PASSWORD, passwordMatches } from '#lib/auth/password.ts'
import { asUser, type Caller } from '#lib/auth/principal.ts'
import { takeRate } from '#lib/auth/rate-limit.ts'
import { findLogin, replacePassword } from '#lib/db/across.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'

const TRIES = { limit: 5, windowMs: 10 * 60_000 }

export const ChangePassword = z.object({
  currentPassword: z.string().min(1).max(MAX_PASSWORD),
  newPassword: z.string().min(10, 'use at least 10 characters').max(MAX_PASSWORD),
})

/** Replaces the caller's own password and ends all their sessions, this one too. */
export async function changePassword(caller: Caller, given: z.infer<typeof ChangePassword>) {
  const { userId, email, businessId } = asUser(caller.principal)
  const { left, retryAfterS } = await takeRate(`change-password:${userId}`, TRIES)
  if (left < 0) {
    throw new AppError('rate_limited', 'Too many tries.', { action: `Try again in ${retryAfterS} seconds.` })
  }
  const login = await findLogin(email)
  if (!login || !(await passwordMatches(given.currentPassword, login.passwordHash))) {
    throw new AppError('invalid_credentials', 'The current password is not right.', { field: 'currentPassword' })
  }
  if (!(await replacePassword(userId, login.passwordHash, await hashPassword(given.newPassword)))) {
    throw new AppError('idempotency_conflict', 'The password was changed somewhere else just now.')
  }
  await withBusiness(businessId, (tx) =>
    writeAudit(tx, caller, { action: 'user.change-password', subjectType: 'user', subjectId: userId }),
  )
  return {}
}
