import { z } from 'zod'
import { KEYS, pressKeys } from '../dtmf.ts'
import type { Exchange } from '../exchange.ts'
import { interrupted, type Leg } from '../leg.ts'
import { detectMachine } from '../machine-detection.ts'
import { endpointsOf } from '../resources.ts'
import type { Ask, Route } from '../router.ts'
import { runTwiml, type Source } from '../twiml/run.ts'

import { callbackOf, flag, method, optionalUrl, readForm, statusFields, webUrl } from './form.ts'
import { detectAside, machineFields, readDetection } from './machine-form.ts'
import { pageOf, passes, passesDays } from './page.ts'
import { readParties } from './parties.ts'
import { recordFields, recordFromAnswer } from './recording-form.ts'
import { notFound, RestError } from './rest-error.ts'
import { callView } from './views.ts'

const CreateCall = z.object({
  To: z.string(),
  From: z.string(),
  Url: webUrl.optional(),
  Method: method.default('POST'),
  FallbackUrl: optionalUrl.optional(),
  FallbackMethod: method.default('POST'),
  Twiml: z.string().max(4000).optional(),
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
type CreateCall = z.infer<typeof CreateCall>

const UpdateCall = z.object({
  Status: z.enum(['canceled', 'completed']).optional(),
  Url: webUrl.optional(),
  Method: method.default('POST'),
  FallbackUrl: optionalUrl.optional(),
  FallbackMethod: method.default('POST'),
  Twiml: z.string().max(4000).optional(),
  TimeLimit: z.coerce.number().int().min(1).max(14_400).optional(),
  StatusCallback: webUrl.optional(),
  StatusCallbackMethod: method.default('POST'),
})

type UpdateCall = z.infer<typeof UpdateCall>

const REFUSED = ['CallToken', 'SipAuthUsername', 'SipAuthPassword', 'Byoc', 'ClientNotificationUrl']
const CODES = { To: 21201, From: 21213, Url: 21205, StatusCallback: 21609, StatusCallbackEvent: 21626 }

export function callRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/Calls'
  return [
    { method: 'GET', path: `${base}.json`, run: (ask) => list(exchange, ask) },
    { method: 'POST', path: `${base}.json`, run: (ask) => create(exchange, ask) },
    {
      method: 'GET',
      path: `${base}/:sid.json`,
      run: (ask) => ({ status: 200, body: callView(find(exchange, ask), readMoment(exchange)) }),
    },
    { method: 'POST', path: `${base}/:sid.json`, run: (ask) => update(exchange, ask) },
    { method: 'DELETE', path: `${base}/:sid.json`, run: (ask) => remove(exchange, ask) },
  ]
}

/** Reads are late by as much as was set. */
const readMoment = ({ delays }: Exchange) => Date.now() - delays.readMs

function find(exchange: Exchange, ask: Ask): Leg {
  const leg = exchange.legs.get(ask.params.sid!)
  if (leg?.plan.accountSid !== ask.params.account) throw notFound(ask.path)
  return leg!
}

function list(exchange: Exchange, ask: Ask) {
  const { query } = ask
  const asOf = readMoment(exchange)
  const legs = [...exchange.legs.values()].reverse().filter((leg) => {
    const { accountSid, to, from, parentSid } = leg.plan
    return (
      accountSid === ask.params.account &&
      passes(query, 'To', to) &&
      passes(query, 'From', from) &&
      passes(query, 'ParentCallSid', parentSid) &&
      passes(query, 'Status', callView(leg, asOf).status) &&
      passesDays(query, 'StartTime', leg.startedAt) &&
      passesDays(query, 'EndTime', leg.endedAt)
    )
  })
  return pageOf(ask, 'calls', legs, (leg) => callView(leg, asOf))
}

function create(exchange: Exchange, ask: Ask) {
  const form = readForm(CreateCall, ask.body, { codes: CODES, refused: REFUSED })
  const accountSid = ask.params.account!
  const { from, to, params } = readParties(exchange, accountSid, form)
  const { source, callback } = plan(exchange, accountSid, form)
  const leg = exchange.newLeg({ accountSid, direction: 'outbound-api', from, to }, callback)
  recordFromAnswer(exchange, leg, form)
  leg.once('answered', () => leg.occupy((signal) => talk(exchange, leg, { form, source }, signal)))
  leg.talkFor(form.TimeLimit * 1000)
  exchange.dialPaced(leg, params, form.Timeout * 1000)
  return { status: 201, body: callView(leg) }
}

/** What an answered call does: finds out what answered, or presses its keys, then runs its TwiML. */
async function talk(
  exchange: Exchange,
  leg: Leg,
  { form, source }: { form: CreateCall; source: Source },
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
function plan(exchange: Exchange, accountSid: string, form: CreateCall) {
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

function sourceOf({ Url, Method, FallbackUrl, FallbackMethod, Twiml }: UpdateCall): Source | undefined {
  const fallback = FallbackUrl ? { url: FallbackUrl, method: FallbackMethod } : undefined
  if (Url !== undefined) return { request: { url: Url, method: Method }, fallback }
  return Twiml === undefined ? undefined : { twiml: Twiml, fallback }
}

/** Ends a call or gives it other TwiML; the reply comes before that runs. A call that is over: 21220. */
function update(exchange: Exchange, ask: Ask) {
  const leg = find(exchange, ask)
  const form = readForm(UpdateCall, ask.body, { codes: CODES })
  const source = sourceOf(form)
  if (leg.isEnded || (source && !leg.isAnswered)) {
    throw new RestError(400, 21220, `Call is not in-progress, it is ${leg.status}. Cannot redirect.`)
  }
  const { updateMs } = exchange.delays
  if (updateMs > 0) setTimeout(() => apply(exchange, leg, form, source), updateMs).unref()
  else apply(exchange, leg, form, source)
  return { status: 200, body: callView(leg) }
}

function apply(exchange: Exchange, leg: Leg, form: UpdateCall, source: Source | undefined): void {
  if (leg.isEnded) return
  const { StatusCallback: url, StatusCallbackMethod: method, Status, TimeLimit } = form
  // [unverified: which events the new callback gets]
  if (url !== undefined) exchange.reportTo(leg, { url, method, events: new Set(['completed']) })
  if (TimeLimit !== undefined) leg.talkFor(TimeLimit * 1000)
  if (Status === 'completed' || (Status === 'canceled' && !leg.isAnswered)) leg.end()
  else if (source) leg.move((signal) => runTwiml(exchange, leg, source, signal))
}

/** [unverified: what the real carrier says to the deletion of a call that is not over] */
function remove(exchange: Exchange, ask: Ask) {
  const leg = find(exchange, ask)
  if (!leg.isEnded) throw new RestError(409, 20409, 'The call is not over')
  exchange.legs.delete(leg.sid)
  return { status: 204 }
}
