import { createHash, randomBytes } from 'node:crypto'
import { database } from '#lib/db/client.ts'

/** What a token is for; one made for one purpose is nothing for another. */
export type TokenPurpose = 'live'

export interface TokenSubject {
  businessId: string
  userId: string
  membershipId: string
}

/** Makes a token that works once within ttlMs; only its hash is stored. */
export async function mintSingleUseToken(purpose: TokenPurpose, subject: TokenSubject, ttlMs: number): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const { businessId, ...rest } = subject
  await database().singleUseToken.create({
    data: { tokenHash: hashToken(token), purpose, businessId, subject: rest, expiresAt: new Date(Date.now() + ttlMs) },
  })
  return token
}

/** Spends a token before anything it allows is done: of any number of tries at once, one gets the subject. */
export async function spendSingleUseToken(purpose: TokenPurpose, token: string): Promise<TokenSubject | null> {
  const rows = await database().$queryRaw<TokenSubject[]>`
    delete from single_use_tokens where token_hash = ${hashToken(token)} and purpose = ${purpose} and expires_at > now()
    returning business_id as "businessId", subject->>'userId' as "userId", subject->>'membershipId' as "membershipId"`
  return rows[0] ?? null
}

const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')
