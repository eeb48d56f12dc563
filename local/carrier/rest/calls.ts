import { z } from 'zod'
import { type Exchange, readMoment } from '../exchange.ts'
import type { Leg } from '../leg.ts'
import type { Ask, Route } from '../router.ts'
import { runTwiml, type Source } from '../twiml/run.ts'
import { CALL_CODES, sourceFields, sourceOf } from './call-source.ts'
import { createCall } from './create-call.ts'
import { method, readForm, webUrl } from './form.ts'
import { pageOf, passes, passesDays } from './page.ts'
import { notFound, RestError } from './rest-error.ts'
import { callView } from './views.ts'

export const UpdateCall = z.object({
  Status: z.enum(['canceled', 'completed']).optional(),
  ...sourceFields,
  TimeLimit: z.coerce.number().int().min(1).max(14_400).optional(),
  StatusCallback: webUrl.optional(),
  StatusCallbackMethod: method.default('POST'),
})

type UpdateCall = z.infer<typeof UpdateCall>

export function callRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/Calls'
  return [
    { method: 'GET', path: `${base}.json`, run: (ask) => list(exchange, ask) },
    {
      method: 'POST',
      path: `${base}.json`,
      run: (ask) => ({ status: 201, body: callView(createCall(exchange, ask.params.account!, ask.body)) }),
    },
    {
      method: 'GET',
      path: `${base}/:sid.json`,
      run: (ask) => ({ status: 200, body: callView(find(exchange, ask), readMoment(exchange)) }),
    },
    { method: 'POST', path: `${base}/:sid.json`, run: (ask) => update(exchange, ask) },
    { method: 'DELETE', path: `${base}/:sid.json`, run: (ask) => remove(exchange, ask) },
  ]
}

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

/** Ends a call or gives it other TwiML; the reply comes before that runs. A call that is over: 21220. */
function update(exchange: Exchange, ask: Ask) {
  const leg = find(exchange, ask)
  const form = readForm(UpdateCall, ask.body, { codes: CALL_CODES, operation: 'Calls/{Sid}' })
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
