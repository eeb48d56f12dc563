import { cookies } from 'next/headers'
import { decode } from 'next-auth/jwt'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { currentPrincipal, SessionClaims } from './current-principal.ts'
import type { UserPrincipal } from './principal.ts'
import { sessionCookie } from './session-cookie.ts'

/** Who the session cookie of this request belongs to; throws `not_signed_in` or `session_ended`. */
export async function requireSession(): Promise<UserPrincipal> {
  const claims = await readClaims()
  if (!claims) throw new AppError('not_signed_in', 'You are not signed in.', { action: 'Sign in and try again.' })
  const principal = await currentPrincipal(claims)
  if (!principal) throw new AppError('session_ended', 'Your session has ended.', { action: 'Sign in again.' })
  return principal
}

async function readClaims(): Promise<SessionClaims | null> {
  const token = (await cookies()).get(sessionCookie().name)?.value
  if (!token) return null
  const claims = await decode({ token, secret: env().NEXTAUTH_SECRET }).catch(() => null)
  return SessionClaims.safeParse(claims).data ?? null
}
