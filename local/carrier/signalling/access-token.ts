import { decodeJwt, errors, jwtVerify } from 'jose'
import { z } from 'zod'
import { type CarrierAccount, secretOf } from '../accounts.ts'

/** What a verified access token allows its bearer. */
export interface Grant {
  account: CarrierAccount
  identity: string
  /** The application its calls go through; undefined when it may not call. */
  applicationSid: string | undefined
  /** May register for incoming calls. */
  incoming: boolean
  /** When it ends, in milliseconds since the epoch. */
  expiresAt: number
}

/** Why a token was refused: a code of the Voice SDK (31204 becomes its error 20101, 31205 its 20104). */
export class TokenError extends Error {
  readonly code: 31204 | 31205 | 31207

  constructor(code: TokenError['code'], message: string) {
    super(message)
    this.code = code
  }
}

/** twilio.com/docs/iam/access-tokens: 24 hours at most. */
const MOST_SECONDS = 86_400

const Claims = z.object({
  exp: z.number(),
  iat: z.number().optional(),
  // The real carrier lets other identities in and then delivers nothing to them; here they fail at once.
  grants: z.object({
    identity: z.string().regex(/^\w{1,121}$/, 'an identity has 1 to 121 letters, digits and underscores'),
    voice: z.object({
      outgoing: z.object({ application_sid: z.string().optional() }).optional(),
      incoming: z.object({ allow: z.boolean().optional() }).optional(),
    }),
  }),
})

/** Checks an access token against the API key of the account that issued it; throws TokenError. */
export async function verifyAccessToken(token: string, accounts: readonly CarrierAccount[]): Promise<Grant> {
  try {
    const { iss, sub } = decodeJwt(token)
    const account = accounts.find((a) => a.sid === sub)
    const secret = account && secretOf(account, iss ?? '')
    if (!account || secret === undefined)
      throw new TokenError(31204, 'The token names no account and API key of this carrier')
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ['HS256'] })
    return grantOf(Claims.parse(payload), account)
  } catch (error) {
    throw refusal(error)
  }
}

function grantOf({ exp, iat, grants }: z.infer<typeof Claims>, account: CarrierAccount): Grant {
  if (iat !== undefined && exp - iat > MOST_SECONDS) throw new TokenError(31207, 'The token lives longer than 24 hours')
  return {
    account,
    identity: grants.identity,
    applicationSid: grants.voice.outgoing?.application_sid,
    incoming: grants.voice.incoming?.allow === true,
    expiresAt: exp * 1000,
  }
}

function refusal(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new TokenError(31205, 'The token has expired')
  if (error instanceof errors.JOSEError) return new TokenError(31204, error.message)
  if (error instanceof z.ZodError) return new TokenError(31204, z.prettifyError(error))
  return error
}
