import type { Exchange } from '../exchange.ts'
import { RestError } from './rest-error.ts'

const E164 = /^\+[1-9]\d{6,14}$/

interface Parties {
  To: string
  From: string
  CallerId?: string | undefined
}

/**
 * Who is called and what it is shown. A browser and an application may carry parameters (`client:x?k=v`); a phone is only
 * shown a number the account owns or has verified. Throws RestError 21211 or 21210.
 */
export function readParties(exchange: Exchange, accountSid: string, { To, From, CallerId = From }: Parties) {
  const [to, query] = To.split('?', 2)
  const params = Object.fromEntries(new URLSearchParams(query))
  if (to!.startsWith('client:') && to!.length > 7) return { from: CallerId, to: to!, params }
  if (to!.startsWith('app:') && exchange.applications.get(to!.slice(4))?.accountSid === accountSid) {
    return { from: CallerId, to: to!, params }
  }
  if (!E164.test(To)) throw new RestError(400, 21211, `The 'To' number ${To} is not a valid phone number.`)
  if (!exchange.mayShow(accountSid, CallerId)) {
    const message = `The source phone number provided, ${CallerId}, is not yet verified for your account.`
    throw new RestError(400, 21210, message)
  }
  return { from: CallerId, to: To, params: {} }
}
