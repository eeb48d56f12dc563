import { z } from 'zod'
import type { Exchange } from '../exchange.ts'
import type { Leg } from '../leg.ts'
import { rfc2822 } from '../rfc2822.ts'
import type { Ask, Route } from '../router.ts'
import type { MediaStream } from '../streams/media-stream.ts'
import { customParameters, StreamError, type StreamPlan, streamUrl, tracksOf } from '../streams/plan.ts'
import { formFields, method, readForm, webUrl } from './form.ts'
import { notFound, RestError } from './rest-error.ts'

export const CreateStream = z.object({
  Url: z.string(),
  Name: z.string().optional(),
  Track: z.string().optional(),
  StatusCallback: webUrl.optional(),
  StatusCallbackMethod: method.default('POST'),
})

export const UpdateStream = z.object({ Status: z.enum(['stopped']) })
const MOST_PARAMETERS = 99

/** The media streams of a call; those made here go one way. */
export function streamRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/Calls/:call/Streams'
  return [
    { method: 'POST', path: `${base}.json`, run: (ask) => create(exchange, ask) },
    { method: 'POST', path: `${base}/:sid.json`, run: (ask) => update(exchange, ask) },
  ]
}

function findLeg(exchange: Exchange, { params, path }: Ask): Leg {
  const leg = exchange.legs.get(params.call!)
  if (leg?.plan.accountSid !== params.account) throw notFound(path)
  return leg!
}

/** A stream of a call that is not in progress: 21220; one that cannot be: its own code. */
function create(exchange: Exchange, ask: Ask) {
  const leg = findLeg(exchange, ask)
  const form = readForm(CreateStream, ask.body, { operation: 'Calls/{CallSid}/Streams' })
  if (!leg.isAnswered) throw new RestError(400, 21220, `Call is not in-progress, it is ${leg.status}.`)
  try {
    return show(exchange.streams.start(leg, planOf(form, formFields(ask.body))))
  } catch (error) {
    if (error instanceof StreamError) throw new RestError(400, error.code, error.message)
    throw error
  }
}

function planOf(form: z.infer<typeof CreateStream>, fields: Record<string, string>): StreamPlan {
  const numbers = Array.from({ length: MOST_PARAMETERS }, (_, index) => index + 1)
  const pairs = numbers.flatMap((number): [string, string][] => {
    const name = fields[`Parameter${number}.Name`]
    return name === undefined ? [] : [[name, fields[`Parameter${number}.Value`] ?? '']]
  })
  return {
    url: streamUrl(form.Url, undefined),
    name: form.Name,
    tracks: tracksOf(form.Track, false),
    bidirectional: false,
    parameters: customParameters(pairs),
    callback: form.StatusCallback ? { url: form.StatusCallback, method: form.StatusCallbackMethod } : undefined,
  }
}

function update(exchange: Exchange, ask: Ask) {
  const stream = exchange.streams.find(findLeg(exchange, ask), ask.params.sid!)
  readForm(UpdateStream, ask.body, { operation: 'Calls/{CallSid}/Streams/{Sid}' })
  if (!stream) throw notFound(ask.path)
  stream.stop()
  return show(stream)
}

function show(stream: MediaStream) {
  const { accountSid } = stream.leg.plan
  const callSid = stream.leg.sid
  return {
    status: 200,
    body: {
      sid: stream.sid,
      account_sid: accountSid,
      call_sid: callSid,
      name: stream.plan.name ?? null,
      status: stream.isOver ? 'stopped' : 'in-progress',
      date_updated: rfc2822(stream.updatedAt),
      uri: `/2010-04-01/Accounts/${accountSid}/Calls/${callSid}/Streams/${stream.sid}.json`,
    },
  }
}
