import { z } from 'zod'
import { ApplicationLine } from '../application-line.ts'
import { type Conference, ConferenceRefusal } from '../conference.ts'
import { waitSound } from '../conference-sounds.ts'
import type { Exchange } from '../exchange.ts'
import { interrupted, type Leg } from '../leg.ts'
import type { Participant, ParticipantPlan } from '../participant.ts'
import { endpointsOf } from '../resources.ts'
import { CONFERENCE_EVENTS } from '../twiml/dial-conference.ts'
import { runTwiml } from '../twiml/run.ts'
import { callbackOf, flag, method, optionalUrl, readForm, statusFields, webUrl, words } from './form.ts'
import { detectAside, machineFields, readDetection } from './machine-form.ts'
import { readParties } from './parties.ts'
import { conferenceRecordFields, readConferenceRecord, recordFields, recordFromAnswer } from './recording-form.ts'
import { RestError } from './rest-error.ts'

export const Form = z.object({
  To: z.string(),
  From: z.string(),
  CallerId: z.string().optional(),
  Label: z.string().max(128).optional(),
  Timeout: z.coerce.number().int().min(1).max(600).default(60),
  TimeLimit: z.coerce.number().int().min(1).max(14_400).default(14_400),
  EarlyMedia: flag.default(true),
  Muted: flag.default(false),
  Beep: z.enum(['true', 'false', 'onEnter', 'onExit']).default('true'),
  StartConferenceOnEnter: flag.default(true),
  EndConferenceOnExit: flag.default(false),
  WaitUrl: optionalUrl.optional(),
  WaitMethod: method.default('POST'),
  MaxParticipants: z.coerce.number().int().min(2).max(250).default(250),
  JitterBufferSize: z.enum(['off', 'small', 'medium', 'large']).default('large'),
  Coaching: flag.default(false),
  CallSidToCoach: z.string().optional(),
  AmdStatusCallback: webUrl.optional(),
  AmdStatusCallbackMethod: method.default('POST'),
  ConferenceStatusCallback: webUrl.optional(),
  ConferenceStatusCallbackMethod: method.default('POST'),
  ConferenceStatusCallbackEvent: words(CONFERENCE_EVENTS).default(['start', 'end']),
  ...statusFields,
  ...recordFields,
  ...conferenceRecordFields,
  ...machineFields,
})
type Form = z.infer<typeof Form>

const CODES = { To: 21201, From: 21213, StatusCallbackEvent: 21626, ConferenceStatusCallbackEvent: 21626 }

/** Dials somebody, or an application, for a conference that `open` finds or makes. Throws RestError. */
export function createParticipant(
  exchange: Exchange,
  accountSid: string,
  body: string,
  open: () => Conference,
): [Conference, Participant] {
  const form = readForm(Form, body, { codes: CODES, operation: 'Conferences/{ConferenceSid}/Participants' })
  const { from, to, params } = readParties(exchange, accountSid, form)
  const plan = planOf(form)
  const callback = callbackOf(form.StatusCallback, form.StatusCallbackMethod, form.StatusCallbackEvent)
  const conference = open()
  const leg = exchange.newLeg({ accountSid, direction: 'outbound-api', from, to }, callback)
  const line = to.startsWith('app:') ? new ApplicationLine() : undefined
  const participant = add(exchange, conference, leg, line ? { ...plan, party: line.party } : plan)
  recordFromAnswer(exchange, leg, form)
  if (form.EarlyMedia && !line) leg.once('ringing', () => conference.hearEarly(participant))
  if (line) leg.once('answered', () => runApplication(exchange, conference, participant, params))
  else leg.once('answered', () => leg.occupy((signal) => stay(conference, participant, signal)))
  void participant.left.then(() => {
    if (!leg.isAnswered || line) leg.end()
  })
  watchForMachine(exchange, leg, form)
  leg.talkFor(form.TimeLimit * 1000)
  exchange.dialPaced(leg, params, form.Timeout * 1000, line && (() => line.dial()))
  return [conference, participant]
}

function add(exchange: Exchange, conference: Conference, leg: Leg, plan: ParticipantPlan): Participant {
  try {
    return conference.add(leg, plan)
  } catch (error) {
    if (!(error instanceof ConferenceRefusal)) throw error
    exchange.legs.delete(leg.sid)
    conference.endIfEmpty()
    throw new RestError(400, error.code, error.message)
  }
}

function planOf(form: Form): ParticipantPlan {
  const callback = callbackOf(
    form.ConferenceStatusCallback,
    form.ConferenceStatusCallbackMethod,
    form.ConferenceStatusCallbackEvent,
  )
  const record = readConferenceRecord(form)
  return {
    muted: form.Muted,
    startOnEnter: form.StartConferenceOnEnter,
    endOnExit: form.EndConferenceOnExit,
    maxParticipants: form.MaxParticipants,
    beepOnEnter: form.Beep === 'true' || form.Beep === 'onEnter',
    beepOnExit: form.Beep === 'true' || form.Beep === 'onExit',
    wait: waitSound(form.WaitUrl, form.WaitMethod),
    ...(form.Coaching && { coach: form.CallSidToCoach ?? '' }),
    ...(form.Label !== undefined && { label: form.Label }),
    ...(callback && { callback }),
    ...(record && { record }),
  }
}

/** A participant made by REST has no TwiML to go on with: when it leaves, its call ends. */
async function stay(conference: Conference, participant: Participant, signal: AbortSignal): Promise<void> {
  conference.enter(participant)
  await Promise.race([participant.left, interrupted(signal)])
  conference.leave(participant, 'participant_updated_via_api')
}

/** The application's document is what the others hear, and hears them; when it is over it leaves. */
function runApplication(
  exchange: Exchange,
  conference: Conference,
  participant: Participant,
  fields: Record<string, string>,
): void {
  const { leg } = participant
  const { voice, fallback } = endpointsOf(exchange.applications.get(leg.plan.to.slice(4))!)
  if (!voice) return leg.end('failed')
  conference.enter(participant)
  leg.occupy((signal) => runTwiml(exchange, leg, { request: voice, fields, fallback }, signal))
}

function watchForMachine(exchange: Exchange, leg: Leg, form: Form): void {
  const detection = readDetection(form)
  const { AmdStatusCallback: url, AmdStatusCallbackMethod: method } = form
  if (!detection) return
  leg.once(
    'answered',
    () => void detectAside(exchange, leg, detection, url === undefined ? undefined : { url, method }),
  )
}
