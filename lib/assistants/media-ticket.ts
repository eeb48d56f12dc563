import { mintSingleUseToken, type TokenSubject } from '#lib/auth/single-use-token.ts'

const TICKET_TTL_MS = 60_000

/**
 * A ticket for one stream, to be given to the carrier as `<Parameter name="ticket">` of a `<Stream>` to
 * carrierUrls.mediaSocket(accountSid). It opens nothing for any other leg.
 */
export const issueMediaTicket = (subject: TokenSubject<'media'>): Promise<string> =>
  mintSingleUseToken('media', subject, TICKET_TTL_MS)
