import type { Exchange } from '../exchange.ts'
import { RestError } from './rest-error.ts'

const E164 = /^\+[1-9]\d{6,14}$/

/**
 * Who is called and what it is shown. A browser may carry parameters (`client:x?k=v`); a phone is only shown a number the
 * account owns. Throws RestError 21211 or 21210.
 */
export function readParties(exchange: Exchange, accountSid: string, { To, From }: { To: string; From: string }) {
  const [to, query] = To.split('?', 2)
  if (to!.startsWith('client:') && to!.length > 7) {
    return { from: From, to: to!, params: Object.fromEntries(new URLSearchParams(query)) }
  }
  if (!E164.test(To)) throw new RestError(400, 21211, `The 'To' number ${To} is not a valid phone number.`)
  if (exchange.ownedNumber(From)?.accountSid !== accountSid) {
    throw new RestError(400, 21210, `The source phone number provided, ${From}, is not yet verified for your account.`)
  }
  return { from: From, to: To, params: {} }
}
