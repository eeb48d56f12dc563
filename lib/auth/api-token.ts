import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { newId } from '#lib/ids.ts'
import { loadKey } from './api-key.ts'
import { currentPrincipal } from './current-principal.ts'
import type { Caller, Principal } from './principal.ts'

/** Life of an API token in seconds. */
export const API_TOKEN_TTL_S = 900

/** A token of one purpose is nothing for another, also when both are signed with the same secret. */
const KIND = { typ: 'offhook-api+jwt', issuer: 'offhook', audience: 'offhook-api' }

const Claims = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('user'), sub: z.uuid(), businessId: z.uuid(), sessionVersion: z.number().int() }),
  z.object({ kind: z.literal('key'), sub: z.uuid(), businessId: z.uuid() }),
])

/** A short-lived JWT for whoever has a session or a key. A token makes no other token, or a stolen one would live for ever. */
export async function issueApiToken({ principal, credential }: Caller): Promise<{ token: string; expiresAt: string }> {
  if (credential === 'token') {
    throw new AppError('forbidden', 'A token cannot make another token.', { action: 'Use the API key or sign in.' })
  }
  const expiresAt = Math.floor(Date.now() / 1000) + API_TOKEN_TTL_S
  const { businessId, kind } = principal
  const claims = kind === 'user' ? { kind, businessId, sessionVersion: principal.sessionVersion } : { kind, businessId }
  const token = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: KIND.typ })
    .setSubject(kind === 'user' ? principal.userId : principal.keyId)
    .setIssuer(KIND.issuer)
    .setAudience(KIND.audience)
    .setJti(newId())
    .setIssuedAt()
    .setExpirationTime(expiresAt)
    .sign(secret())
  return { token, expiresAt: new Date(expiresAt * 1000).toISOString() }
}

/** Who a token stands for now; null when it is not one of ours, is over, or its session or key ended. */
export async function principalOfToken(token: string): Promise<Principal | null> {
  const claims = await verifiedClaims(token)
  if (!claims) return null
  const { businessId, sub } = claims
  if (claims.kind === 'key') return loadKey(businessId, sub)
  return currentPrincipal({ userId: sub, businessId, sessionVersion: claims.sessionVersion })
}

async function verifiedClaims(token: string) {
  const options = { ...KIND, algorithms: ['HS256'], clockTolerance: 5, requiredClaims: ['exp', 'iat', 'jti', 'sub'] }
  const verified = await jwtVerify(token, secret(), options).catch(() => null)
  return verified ? (Claims.safeParse(verified.payload).data ?? null) : null
}

const secret = () => new TextEncoder().encode(env().JWT_SECRET)
