import { cookies } from 'next/headers'
import { decode } from 'next-auth/jwt'
import { z } from 'zod'
import { findMembership } from '#lib/db/across.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import type { UserPrincipal } from './principal.ts'
import { sessionCookie } from './session-cookie.ts'

/** What a session's token says; it is a claim until the membership was looked up. */
const SessionClaims = z.object({ userId: z.uuid(), businessId: z.uuid(), sessionVersion: z.number().int() })
export type SessionClaims = z.infer<typeof SessionClaims>

/** How long a membership may be remembered: a disabled member is out within this. */
const CACHE_MS = 2000

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

interface Remembered {
  until: number
  principal: Promise<UserPrincipal | null>
}

const remembered = new Map<string, Remembered>()

/** The member a session stands for as they are now: null when disabled, removed, or signed in under an older password. */
export async function currentPrincipal(claims: SessionClaims): Promise<UserPrincipal | null> {
  const key = `${claims.businessId} ${claims.userId} ${claims.sessionVersion}`
  const known = remembered.get(key)
  if (known && known.until > Date.now()) return known.principal
  const principal = loadPrincipal(claims)
  remembered.set(key, { until: Date.now() + CACHE_MS, principal })
  principal.catch(() => remembered.delete(key))
  forgetOld()
  return principal
}

async function loadPrincipal(claims: SessionClaims): Promise<UserPrincipal | null> {
  const member = await findMembership(claims.userId, claims.businessId)
  if (!member || member.disabledAt || member.sessionVersion !== claims.sessionVersion) return null
  return {
    kind: 'user',
    userId: claims.userId,
    sessionVersion: member.sessionVersion,
    businessId: claims.businessId,
    membershipId: member.membershipId,
    role: member.role,
    carrierIdentity: member.carrierIdentity,
    name: member.name,
    email: member.email,
    business: {
      id: member.businessId,
      name: member.businessName,
      country: member.country,
      timeZone: member.timeZone,
    },
  }
}

function forgetOld(): void {
  if (remembered.size < 1000) return
  for (const [key, { until }] of remembered) if (until < Date.now()) remembered.delete(key)
}
