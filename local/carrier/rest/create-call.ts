import { z } from 'zod'
import { KEYS, pressKeys } from '../dtmf.ts'
import type { Exchange } from '../exchange.ts'
import { interrupted, type Leg } from '../leg.ts'
import { detectMachine } from '../machine-detection.ts'
import { endpointsOf } from '../resources.ts'
import { runTwiml, type Source } from '../twiml/run.ts'
import { CALL_CODES, sourceFields, sourceOf } from './call-source.ts'
import { callbackOf, flag, method, readForm, statusFields, webUrl } from './form.ts'
import { detectAside, machineFields, readDetection } from './machine-form.ts'
import { readParties } from './parties.ts'
import { recordFields, recordFromAnswer } from './recording-form.ts'
import { RestError } from './rest-error.ts'

export const Form = z.object({
  To: z.string(),
  From: z.string(),
  ...sourceFields,
  ApplicationSid: z.string().optional(),
  Timeout: z.coerce.number().int().min(1).max(600).default(60),
  TimeLimit: z.coerce.number().int().min(1).max(14_400).default(14_400),
  SendDigits: z.string().regex(KEYS).max(32).optional(),
  CallerId: z.string().optional(),
  AsyncAmd: flag.default(false),
  AsyncAmdStatusCallback: webUrl.optional(),
  AsyncAmdStatusCallbackMethod: method.default('POST'),
  ...statusFields,
  ...recordFields,
  ...machineFields,
})
type Form = z.infer<typeof Form>

/** Queues a call; what it does begins when it is answered. Throws RestError. */
export function createCall(exchange: Exchange, accountSid: string, body: string): Leg {
  const form = readForm(Form, body, { codes: CALL_CODES, operation: 'Calls' })
  const { from, to, params } = readParties(exchange, accountSid, form)
  if (to.startsWith('app:')) throw new RestError(400, 21211, 'Applications are called into conferences only')
  const { source, callback } = plan(exchange, accountSid, form)
  const leg = exchange.newLeg({ accountSid, direction: 'outbound-api', from, to }, callback)
  recordFromAnswer(exchange, leg, form)
  leg.once('answered', () => leg.occupy((signal) => talk(exchange, leg, { form, source }, signal)))
  leg.talkFor(form.TimeLimit * 1000)
  exchange.dialPaced(leg, params, form.Timeout * 1000)
  return leg
}

/** What an answered call does: finds out what answered, or presses its keys, then runs its TwiML. */
async function talk(
  exchange: Exchange,
  leg: Leg,
  { form, source }: { form: Form; source: Source },
  signal: AbortSignal,
): Promise<void> {
  const detection = readDetection(form)
  if (detection && form.AsyncAmd) {
    const { AsyncAmdStatusCallback: url, AsyncAmdStatusCallbackMethod: method } = form
    void detectAside(exchange, leg, detection, url === undefined ? undefined : { url, method })
  } else if (detection) {
    await Promise.race([detectMachine(leg, exchange.parts.clock, detection), interrupted(signal)])
  } else if (form.SendDigits !== undefined) {
    await pressKeys(leg.line, form.SendDigits, exchange.parts.clock, signal)
  }
  if (!signal.aborted) await runTwiml(exchange, leg, withAnswer(source, leg), signal)
}

const withAnswer = (source: Source, { answeredBy }: Leg): Source =>
  'request' in source && answeredBy !== undefined ? { ...source, fields: { AnsweredBy: answeredBy } } : source

/** Url wins over Twiml; with an application everything is the application's. */
function plan(exchange: Exchange, accountSid: string, form: Form) {
  const application = form.ApplicationSid && exchange.applications.get(form.ApplicationSid)
  if (application && application.accountSid === accountSid) {
    const { voice, fallback, status } = endpointsOf(application)
    if (!voice) throw new RestError(400, 21205, 'The application has no VoiceUrl')
    const callback = status && { ...status, events: new Set(['completed']) }
    return { source: { request: voice, fallback }, callback }
  }
  const callback = callbackOf(form.StatusCallback, form.StatusCallbackMethod, form.StatusCallbackEvent)
  const source = sourceOf(form)
  if (!source) throw new RestError(400, 21205, 'One of Url, Twiml and ApplicationSid is needed')
  return { source, callback }
}
