import { AppError } from '#lib/errors.ts'
import { isApiKey, principalOfKey } from './api-key.ts'
import { principalOfToken } from './api-token.ts'
import type { Caller } from './principal.ts'
import { requireSession } from './session.ts'

type Proof = Pick<Caller, 'principal' | 'credential'>

/** Who asks: by the Authorization header when there is one, whatever cookies came with it; else by the session. */
export async function requirePrincipal(headers: Headers): Promise<Proof> {
  const authorization = headers.get('authorization')
  if (authorization === null) return { principal: await requireSession(), credential: 'session' }
  // The header's name before its value is a slip of well-known examples of this API.
  const text = /^(?:authorization: )?bearer ([\w.~+/=-]{1,4096})$/i.exec(authorization)?.[1] ?? ''
  const credential = isApiKey(text) ? 'key' : 'token'
  const principal = await (credential === 'key' ? principalOfKey(text) : principalOfToken(text))
  if (!principal) {
    throw new AppError('invalid_token', 'The API key or token is not valid, or not any more.', {
      action: 'Send Authorization: Bearer with an API key, or with a fresh token of POST /api/auth/token.',
    })
  }
  return { principal, credential }
}
