import { z } from 'zod'
import { type Conference, ConferenceRefusal } from '../conference.ts'
import type { Exchange } from '../exchange.ts'
import { interrupted, type Leg } from '../leg.ts'
import type { Participant, ParticipantPlan } from '../participant.ts'
import type { Ask, Route } from '../router.ts'
import { CONFERENCE_EVENTS } from '../twiml/dial-conference.ts'
import { callbackOf, flag, method, readForm, statusFields, webUrl, words } from './form.ts'
import { pageOf, passes } from './page.ts'
import { readParties } from './parties.ts'
import { notFound, RestError } from './rest-error.ts'
import { participantView } from './views.ts'

const CreateParticipant = z.object({
  To: z.string(),
  From: z.string(),
  Label: z.string().max(128).optional(),
  Timeout: z.coerce.number().int().min(1).max(600).default(60),
  TimeLimit: z.coerce.number().int().min(1).max(14_400).default(14_400),
  EarlyMedia: flag.default(true),
  Muted: flag.default(false),
  StartConferenceOnEnter: flag.default(true),
  EndConferenceOnExit: flag.default(false),
  MaxParticipants: z.coerce.number().int().min(2).max(250).default(250),
  ConferenceStatusCallback: webUrl.optional(),
  ConferenceStatusCallbackMethod: method.default('POST'),
  ConferenceStatusCallbackEvent: words(CONFERENCE_EVENTS).default(['start', 'end']),
  ...statusFields,
})
type CreateParticipant = z.infer<typeof CreateParticipant>

const UpdateParticipant = z.object({
  Muted: flag.optional(),
  Hold: flag.optional(),
  EndConferenceOnExit: flag.optional(),
})

const REFUSED = ['Record', 'ConferenceRecord', 'Coaching', 'CallSidToCoach', 'MachineDetection', 'CallToken', 'Byoc']
const REFUSED_CHANGES = ['HoldUrl', 'AnnounceUrl', 'WaitUrl', 'BeepOnExit', 'Coaching', 'CallSidToCoach']
const CODES = { To: 21201, From: 21213, StatusCallbackEvent: 21626, ConferenceStatusCallbackEvent: 21626 }

export function participantRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/Conferences/:conference/Participants'
  const one = `${base}/:participant.json`
  return [
    { method: 'POST', path: `${base}.json`, run: (ask) => create(exchange, ask) },
    { method: 'GET', path: `${base}.json`, run: (ask) => list(exchange, ask) },
    { method: 'GET', path: one, run: (ask) => show(...find(exchange, ask)) },
    { method: 'POST', path: one, run: (ask) => update(exchange, ask) },
    { method: 'DELETE', path: one, run: (ask) => remove(exchange, ask) },
  ]
}

const isSid = (key: string) => /^CF[0-9a-f]{32}$/.test(key)
const show = (conference: Conference, participant: Participant, status = 200) => ({
  status,
  body: participantView(conference, participant),
})

/** A live conference of the account by SID or name. */
function findConference(exchange: Exchange, { params, path }: Ask): Conference {
  const key = params.conference!
  const conference = isSid(key) ? exchange.conferences.get(key) : exchange.liveConference(params.account!, key)
  if (!conference || conference.isOver || conference.accountSid !== params.account) throw notFound(path)
  return conference
}

function find(exchange: Exchange, ask: Ask): [Conference, Participant] {
  const conference = findConference(exchange, ask)
  const participant = conference.find(ask.params.participant!)
  if (!participant) throw notFound(ask.path)
  return [conference, participant]
}

function list(exchange: Exchange, ask: Ask) {
  const conference = findConference(exchange, ask)
  const shown = conference.participants.filter(
    ({ plan, hold }) => passes(ask.query, 'Muted', String(plan.muted)) && passes(ask.query, 'Hold', String(hold)),
  )
  return pageOf(ask, 'participants', shown, (participant) => participantView(conference, participant))
}

/** Dials somebody for a conference, which a name makes when it is not there. */
function create(exchange: Exchange, ask: Ask) {
  const form = readForm(CreateParticipant, ask.body, { codes: CODES, refused: REFUSED })
  const accountSid = ask.params.account!
  const { from, to, params } = readParties(exchange, accountSid, form)
  const key = ask.params.conference!
  const conference = isSid(key) ? findConference(exchange, ask) : exchange.openConference(accountSid, key)
  const callback = callbackOf(form.StatusCallback, form.StatusCallbackMethod, form.StatusCallbackEvent)
  const leg = exchange.newLeg({ accountSid, direction: 'outbound-api', from, to }, callback)
  const participant = add(exchange, conference, leg, form)
  if (form.EarlyMedia) leg.once('ringing', () => conference.hearEarly(participant))
  leg.once('answered', () => leg.occupy((signal) => stay(conference, participant, signal)))
  void participant.left.then(() => {
    if (!leg.isAnswered) leg.end()
  })
  leg.talkFor(form.TimeLimit * 1000)
  exchange.dialPaced(leg, params, form.Timeout * 1000)
  return show(conference, participant, 201)
}

function add(exchange: Exchange, conference: Conference, leg: Leg, form: CreateParticipant): Participant {
  try {
    return conference.add(leg, planOf(form))
  } catch (error) {
    if (!(error instanceof ConferenceRefusal)) throw error
    exchange.legs.delete(leg.sid)
    throw new RestError(400, error.code, error.message)
  }
}

function planOf(form: CreateParticipant): ParticipantPlan {
  const callback = callbackOf(
    form.ConferenceStatusCallback,
    form.ConferenceStatusCallbackMethod,
    form.ConferenceStatusCallbackEvent,
  )
  return {
    muted: form.Muted,
    startOnEnter: form.StartConferenceOnEnter,
    endOnExit: form.EndConferenceOnExit,
    maxParticipants: form.MaxParticipants,
    ...(form.Label !== undefined && { label: form.Label }),
    ...(callback && { callback }),
  }
}

/** A participant made by REST has no TwiML to go on with: when it leaves, its call ends. */
async function stay(conference: Conference, participant: Participant, signal: AbortSignal): Promise<void> {
  conference.enter(participant)
  await Promise.race([participant.left, interrupted(signal)])
  conference.leave(participant, 'participant_updated_via_api')
}

function update(exchange: Exchange, ask: Ask) {
  const [conference, participant] = find(exchange, ask)
  const form = readForm(UpdateParticipant, ask.body, { refused: REFUSED_CHANGES })
  conference.update(participant, { muted: form.Muted, hold: form.Hold, endOnExit: form.EndConferenceOnExit })
  return show(conference, participant)
}

function remove(exchange: Exchange, ask: Ask) {
  const [conference, participant] = find(exchange, ask)
  conference.leave(participant, 'participant_updated_via_api')
  return { status: 204 }
}
