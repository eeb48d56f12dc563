import { newSid } from '#lib/ids.ts'
import type { Answer, Ask } from '../router.ts'
import { RestError } from './rest-error.ts'

type Handler = (ask: Ask) => Promise<Answer>

/**
 * What every reply carries, and the limit of requests an account may have under way: more are 20429 and did nothing.
 * [unverified: the headers]
 */
export function withEnvelope(mostAtOnce: number, rest: Handler): Handler {
  const underWay = new Map<string, number>()
  return async (ask) => {
    const account = /\/Accounts\/(AC[0-9a-f]{32})/.exec(ask.path)?.[1] ?? ask.authorization ?? ''
    const count = (underWay.get(account) ?? 0) + 1
    const headers = { 'Twilio-Request-Id': newSid('RQ'), 'Twilio-Concurrent-Requests': String(count) }
    if (count > mostAtOnce) return { ...new RestError(429, 20429, 'Too Many Requests').answer, headers }
    underWay.set(account, count)
    try {
      return { ...(await rest(ask)), headers }
    } finally {
      const left = underWay.get(account)! - 1
      if (left > 0) underWay.set(account, left)
      else underWay.delete(account)
    }
  }
}
