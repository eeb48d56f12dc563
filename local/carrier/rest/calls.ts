import { z } from 'zod'
import type { Exchange } from '../exchange.ts'
import type { Leg } from '../leg.ts'
import { endpointsOf } from '../resources.ts'
import type { Ask, Route } from '../router.ts'
import { runTwiml, type Source } from '../twiml/run.ts'

import { callbackOf, method, optionalUrl, readForm, statusFields, webUrl } from './form.ts'
import { pageOf, passes, passesDays } from './page.ts'
import { readParties } from './parties.ts'
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
  ...statusFields,
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
})

const REFUSED = ['Record', 'MachineDetection', 'AsyncAmd', 'SendDigits', 'CallToken', 'SipAuthUsername', 'Byoc']
const CODES = { To: 21201, From: 21213, Url: 21205, StatusCallback: 21609, StatusCallbackEvent: 21626 }

export function callRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/Calls'
  return [
    { method: 'GET', path: `${base}.json`, run: (ask) => list(exchange, ask) },
    { method: 'POST', path: `${base}.json`, run: (ask) => create(exchange, ask) },
    { method: 'GET', path: `${base}/:sid.json`, run: (ask) => ({ status: 200, body: callView(find(exchange, ask)) }) },
    { method: 'POST', path: `${base}/:sid.json`, run: (ask) => update(exchange, ask) },
  ]
}

function find(exchange: Exchange, ask: Ask): Leg {
  const leg = exchange.legs.get(ask.params.sid!)
  if (leg?.plan.accountSid !== ask.params.account) throw notFound(ask.path)
  return leg!
}

function list(exchange: Exchange, ask: Ask) {
  const { query } = ask
  const legs = [...exchange.legs.values()].reverse().filter((leg) => {
    const { accountSid, to, from, parentSid } = leg.plan
    return (
      accountSid === ask.params.account &&
      passes(query, 'To', to) &&
      passes(query, 'From', from) &&
      passes(query, 'ParentCallSid', parentSid) &&
      passes(query, 'Status', callView(leg).status) &&
      passesDays(query, 'StartTime', leg.startedAt) &&
      passesDays(query, 'EndTime', leg.endedAt)
    )
  })
  return pageOf(ask, 'calls', legs, callView)
}

function create(exchange: Exchange, ask: Ask) {
  const form = readForm(CreateCall, ask.body, { codes: CODES, refused: REFUSED })
  const accountSid = ask.params.account!
  const { from, to, params } = readParties(exchange, accountSid, form)
  const { source, callback } = plan(exchange, accountSid, form)
  const leg = exchange.newLeg({ accountSid, direction: 'outbound-api', from, to }, callback)
  leg.once('answered', () => leg.occupy((signal) => runTwiml(exchange, leg, source, signal)))
  leg.talkFor(form.TimeLimit * 1000)
  exchange.dialPaced(leg, params, form.Timeout * 1000)
  return { status: 201, body: callView(leg) }
}

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

function sourceOf({ Url, Method, FallbackUrl, FallbackMethod, Twiml }: z.infer<typeof UpdateCall>): Source | undefined {
  const fallback = FallbackUrl ? { url: FallbackUrl, method: FallbackMethod } : undefined
  if (Url !== undefined) return { request: { url: Url, method: Method }, fallback }
  return Twiml === undefined ? undefined : { twiml: Twiml, fallback }
}

/** Ends a call or gives it other TwiML; the reply comes before that runs. A call that is over: 21220. */
function update(exchange: Exchange, ask: Ask) {
  const leg = find(exchange, ask)
  const form = readForm(UpdateCall, ask.body, { codes: CODES, refused: ['StatusCallback'] })
  const source = sourceOf(form)
  if (leg.isEnded || (source && !leg.isAnswered)) {
    throw new RestError(400, 21220, `Call is not in-progress, it is ${leg.status}. Cannot redirect.`)
  }
  if (form.TimeLimit !== undefined) leg.talkFor(form.TimeLimit * 1000)
  if (form.Status === 'completed' || (form.Status === 'canceled' && !leg.isAnswered)) leg.end()
  else if (source) leg.move((signal) => runTwiml(exchange, leg, source, signal))
  return { status: 200, body: callView(leg) }
}
