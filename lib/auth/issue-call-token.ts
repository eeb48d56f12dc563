import { z } from 'zod'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'
import { requirePrincipal } from './bearer.ts'
import { anyonesBusiness, mintCallToken, type TokenHolder } from './call-token.ts'
import { clientAddress } from './client-address.ts'
import { takeRate } from './rate-limit.ts'

export const TokenRequest = z.object({ source: z.string('source must be a text').max(100).optional() })
const MINTS = { limit: 600, windowMs: 60_000 }

/** Who wants a token: whoever has an API key or a session on our own pages; others only where that is allowed. */
export async function tokenHolder(headers: Headers): Promise<TokenHolder> {
  const { left } = await takeRate(`call-token:${clientAddress(headers)}`, MINTS)
  if (left < 0) throw new AppError('rate_limited', 'Too many tokens. Wait a minute.')
  const isOurPage = headers.get('origin') === new URL(env().PUBLIC_URL).origin
  const proof = headers.has('authorization') || isOurPage ? await proven(headers) : null
  return proof ?? anyonesBusiness()
}

/** A token for one request. */
export const issueCallToken = async (holder: TokenHolder) => ({ token: await mintCallToken(holder) })

/** Who the headers prove; null for nobody, as an expired session is. */
async function proven(headers: Headers): Promise<TokenHolder | null> {
  try {
    const { principal } = await requirePrincipal(headers)
    return { businessId: principal.businessId, principal }
  } catch (error) {
    if (error instanceof AppError && error.status === 401) return null
    throw error
  }
}
