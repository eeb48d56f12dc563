import { z } from 'zod'
import { callFields } from '../webhooks/call-fields.ts'
import type { Fields } from '../webhooks/sign.ts'
import type { Endpoint } from '../webhooks/webhooks.ts'
import { flag, method, seconds } from './attributes.ts'
import { dialConference } from './dial-conference.ts'
import { dialLegs } from './dial-legs.ts'
import { readTargets } from './dial-targets.ts'
import { resolveUrl } from './fetch.ts'
import { readAttributes } from './parse.ts'
import type { Run, Verb } from './verb.ts'

/** The real carrier rings at least 5 s and about 5 s longer than asked; here it is as asked. */
const Attributes = z.strictObject({
  action: z.string().optional(),
  method,
  timeout: seconds(1, 600).default(30),
  callerId: z.string().optional(),
  answerOnBridge: flag.default(false),
  timeLimit: seconds(1, 14_400).default(14_400),
  hangupOnStar: z.literal('false').optional(),
})

/** <Dial>: connects the leg to a conference, or to the first of its numbers and clients to answer, then asks its action. */
export const dial: Verb = async (run, element) => {
  const attributes = readAttributes(Attributes, element)
  const outcome =
    element.children[0]?.name === 'Conference'
      ? await dialConference(run, element)
      : await dialLegs(run, attributes, readTargets(element))
  if (attributes.action === undefined || outcome === undefined) return undefined
  const request = { url: resolveUrl(run.document, attributes.action), method: attributes.method }
  if (!run.signal.aborted) return { request, fields: outcome }
  askAnyway(run, request, outcome)
  return 'over'
}

/** The caller is gone or was moved: the action is still asked, its TwiML has nobody to run on. [unverified] */
function askAnyway({ exchange, leg }: Run, action: Endpoint, outcome: Fields): void {
  const send = exchange.webhooks.outbox({ accountSid: leg.plan.accountSid, callSid: leg.sid })
  send(action, { ...outcome, ...callFields(leg) })
}
