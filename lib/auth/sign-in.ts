import { createHash } from 'node:crypto'
import { findLogin } from '#lib/db/across.ts'
import { AppError } from '#lib/errors.ts'
import type { SessionClaims } from './current-principal.ts'
import { normaliseEmail } from './email.ts'
import { passwordMatches } from './password.ts'
import { forgetRate, takeRate } from './rate-limit.ts'

const TRIES_PER_EMAIL = { limit: 5, windowMs: 10 * 60_000 }
const TRIES_PER_ADDRESS = { limit: 20, windowMs: 60_000 }

/**
 * Signs in by e-mail and password. An unknown e-mail, a wrong password and a disabled member take the same work and give
 * the same answer. The message is what the page reads: `invalid_credentials:<tries left>` or `rate_limited:<seconds>`.
 */
export async function signIn(given: { email: string; password: string }, address: string): Promise<SessionClaims> {
  const email = normaliseEmail(given.email)
  const emailKey = `sign-in:email:${createHash('sha256').update(email).digest('hex')}`
  await take(`sign-in:address:${address}`, TRIES_PER_ADDRESS)
  const triesLeft = await take(emailKey, TRIES_PER_EMAIL)

  const login = await findLogin(email)
  const matches = await passwordMatches(given.password, login?.passwordHash ?? null)
  const membership = login?.memberships.find((member) => !member.disabledAt)
  if (!login || !matches || !membership) {
    throw new AppError('invalid_credentials', `invalid_credentials:${triesLeft}`)
  }
  await forgetRate(emailKey)
  return { userId: login.userId, businessId: membership.businessId, sessionVersion: login.sessionVersion }
}

async function take(key: string, rate: { limit: number; windowMs: number }): Promise<number> {
  const { left, retryAfterS } = await takeRate(key, rate)
  if (left < 0) throw new AppError('rate_limited', `rate_limited:${retryAfterS}`)
  return left
}
