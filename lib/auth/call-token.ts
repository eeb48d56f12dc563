import { jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import { findAccount } from '#lib/db/across.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { loadKey } from './api-key.ts'
import { currentPrincipal } from './current-principal.ts'
import type { Principal } from './principal.ts'
import { mintSingleUseToken, spendSingleUseToken } from './single-use-token.ts'

/** Life of a call token in seconds. */
const TTL_S = 300
const KIND = { typ: 'offhook-call+jwt', issuer: 'offhook', audience: 'offhook-call' }
const Claims = z.object({ jti: z.string().min(1) })

/** Who a spent token speaks for; principal null: anybody, where that is allowed. */
export interface TokenHolder {
  businessId: string
  principal: Principal | null
}

/** A token for one request within five minutes: a JWT whose jti is spent by its use. */
export async function mintCallToken({ businessId, principal }: TokenHolder): Promise<string> {
  const jti = await mintSingleUseToken('call', { businessId, ...subjectOf(principal) }, TTL_S * 1000)
  return new SignJWT({})
    .setProtectedHeader({ alg: 'HS256', typ: KIND.typ })
    .setIssuer(KIND.issuer)
    .setAudience(KIND.audience)
    .setJti(jti)
    .setIssuedAt()
    .setExpirationTime(`${TTL_S}s`)
    .sign(secret())
}

function subjectOf(principal: Principal | null) {
  if (!principal) return { by: 'anyone', id: null, sessionVersion: null } as const
  if (principal.kind === 'key') return { by: 'key', id: principal.keyId, sessionVersion: null } as const
  return { by: 'user', id: principal.userId, sessionVersion: principal.sessionVersion } as const
}

/** Spends a token, before anything it allows is done: of any number of requests at once one passes. Throws `invalid_token`. */
export async function spendCallToken(token: string): Promise<TokenHolder> {
  const jti = await verifiedJti(token)
  if (!jti) throw new AppError('invalid_token', 'Invalid token')
  const subject = await spendSingleUseToken('call', jti)
  if (!subject) throw new AppError('invalid_token', 'Token has already been used. Please generate a new token.')
  const { businessId, by, id, sessionVersion } = subject
  if (by === 'anyone') {
    if (!env().ALLOW_ANONYMOUS_TOKENS) throw new AppError('invalid_token', 'Invalid token')
    return { businessId, principal: null }
  }
  const principal =
    by === 'key'
      ? await loadKey(businessId, id!)
      : await currentPrincipal({ userId: id!, businessId, sessionVersion: sessionVersion! })
  if (!principal) throw new AppError('invalid_token', 'Invalid token')
  return { businessId, principal }
}

/** The business that anybody's tokens are for: the one of the account in the environment. Throws `invalid_token` where they are not allowed. */
export async function anyonesBusiness(): Promise<TokenHolder> {
  const { ALLOW_ANONYMOUS_TOKENS, TWILIO_ACCOUNT_SID } = env()
  const account = ALLOW_ANONYMOUS_TOKENS && TWILIO_ACCOUNT_SID ? await findAccount(TWILIO_ACCOUNT_SID) : undefined
  if (!account) throw new AppError('invalid_token', 'No token provided')
  return { businessId: account.businessId, principal: null }
}

async function verifiedJti(token: string): Promise<string | null> {
  const options = { ...KIND, algorithms: ['HS256'], requiredClaims: ['exp', 'iat', 'jti'] }
  const verified = await jwtVerify(token, secret(), options).catch(() => null)
  return verified ? (Claims.safeParse(verified.payload).data?.jti ?? null) : null
}

const secret = () => new TextEncoder().encode(env().JWT_SECRET)
