import { callFields } from '../webhooks/call-fields.ts'
import type { Fields } from '../webhooks/sign.ts'
import type { Endpoint } from '../webhooks/webhooks.ts'
import type { Run } from './verb.ts'

/** The caller is gone or was moved: the action is still asked, its TwiML has nobody to run on. [unverified] */
export function askAnyway({ exchange, leg }: Run, action: Endpoint, outcome: Fields): void {
  const send = exchange.webhooks.outbox({ accountSid: leg.plan.accountSid, callSid: leg.sid })
  send(action, { ...outcome, ...callFields(leg) })
}
