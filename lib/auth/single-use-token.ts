import { createHash, randomBytes } from 'node:crypto'
import { database } from '#lib/db/client.ts'

/** Who or what a token of each purpose stands for; one made for one purpose is nothing for another. */
interface TokenSubjects {
  /** A member's page that opens a live socket. */
  live: { businessId: string; userId: string; membershipId: string }
  /** A member's page that listens to an assistant's conversation. */
  listen: { businessId: string; userId: string; membershipId: string; conversationId: string }
  /** One request of the assistants' API: who made it, `anyone` where that is allowed. */
  call: { businessId: string; by: 'user' | 'key' | 'anyone'; id: string | null; sessionVersion: number | null }
  /** A stream of the carrier's: the leg it may carry, and for which conversation. */
  media: { businessId: string; callId: string; callSid: string; conversationId: string; mode: MediaMode }
}

/** assistant: the caller talks with the assistant. notes: one way, both sides of a talk with a person. */
export type MediaMode = 'assistant' | 'notes'
export type TokenPurpose = keyof TokenSubjects
export type TokenSubject<Purpose extends TokenPurpose> = TokenSubjects[Purpose]

/** Makes a token that works once within ttlMs; only its hash is stored. */
export async function mintSingleUseToken<Purpose extends TokenPurpose>(
  purpose: Purpose,
  subject: TokenSubject<Purpose>,
  ttlMs: number,
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const { businessId, ...rest }: Record<string, string | number | null> & { businessId: string } = subject
  await database().singleUseToken.create({
    data: { tokenHash: hashToken(token), purpose, businessId, subject: rest, expiresAt: new Date(Date.now() + ttlMs) },
  })
  return token
}

/** Spends a token before anything it allows is done: of any number of tries at once, one gets the subject. */
export async function spendSingleUseToken<Purpose extends TokenPurpose>(
  purpose: Purpose,
  token: string,
): Promise<TokenSubject<Purpose> | null> {
  const rows = await database().$queryRaw<{ subject: TokenSubject<Purpose> }[]>`
    delete from single_use_tokens where token_hash = ${hashToken(token)} and purpose = ${purpose} and expires_at > now()
    returning subject || jsonb_build_object('businessId', business_id) as subject`
  return rows[0]?.subject ?? null
}

const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')
