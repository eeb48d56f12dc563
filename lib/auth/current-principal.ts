import { z } from 'zod'
import { findMembership, type MembershipSession } from '#lib/db/across.ts'
import type { UserPrincipal } from './principal.ts'

/** What a session's token says; it is a claim until the membership was looked up. */
export const SessionClaims = z.object({ userId: z.uuid(), businessId: z.uuid(), sessionVersion: z.number().int() })
export type SessionClaims = z.infer<typeof SessionClaims>

/** How long a membership may be remembered: a disabled member is out within this. */
const CACHE_MS = 2000

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
  return principalOf(member)
}

/** A member as a principal, whatever proved that it is them; null when there is no such member, or a disabled one. */
export async function principalOfMember(userId: string, businessId: string): Promise<UserPrincipal | null> {
  const member = await findMembership(userId, businessId)
  return member && !member.disabledAt ? principalOf(member) : null
}

function principalOf(member: MembershipSession): UserPrincipal {
  return {
    kind: 'user',
    userId: member.userId,
    sessionVersion: member.sessionVersion,
    businessId: member.businessId,
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
