import { z } from 'zod'
import { type Conference, ConferenceRefusal } from '../conference.ts'
import { waitSound } from '../conference-sounds.ts'
import type { Exchange } from '../exchange.ts'
import type { Participant, ParticipantChange } from '../participant.ts'
import type { Ask, Route } from '../router.ts'
import { createParticipant } from './create-participant.ts'
import { flag, method, optionalUrl, readForm, webUrl } from './form.ts'
import { pageOf, passes } from './page.ts'
import { notFound, RestError } from './rest-error.ts'
import { participantView } from './views.ts'

export const Update = z.object({
  Muted: flag.optional(),
  Hold: flag.optional(),
  HoldUrl: optionalUrl.optional(),
  HoldMethod: method.default('GET'),
  AnnounceUrl: webUrl.optional(),
  AnnounceMethod: method.default('POST'),
  WaitUrl: optionalUrl.optional(),
  WaitMethod: method.default('POST'),
  BeepOnExit: flag.optional(),
  EndConferenceOnExit: flag.optional(),
  Coaching: flag.optional(),
  CallSidToCoach: z.string().optional(),
})

export function participantRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/Conferences/:conference/Participants'
  const one = `${base}/:participant.json`
  return [
    {
      method: 'POST',
      path: `${base}.json`,
      run: (ask) => {
        const open = () => openConference(exchange, ask)
        return show(...createParticipant(exchange, ask.params.account!, ask.body, open), 201)
      },
    },
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

/** A name makes its conference when it is not there, a SID does not. */
function openConference(exchange: Exchange, ask: Ask): Conference {
  const key = ask.params.conference!
  return isSid(key) ? findConference(exchange, ask) : exchange.openConference(ask.params.account!, key)
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
    ({ plan, hold }) =>
      passes(ask.query, 'Muted', String(plan.muted)) &&
      passes(ask.query, 'Hold', String(hold)) &&
      passes(ask.query, 'Coaching', String(plan.coach !== undefined)),
  )
  return pageOf(ask, 'participants', shown, (participant) => participantView(conference, participant))
}

function update(exchange: Exchange, ask: Ask) {
  const [conference, participant] = find(exchange, ask)
  const form = readForm(Update, ask.body, { operation: 'Conferences/{ConferenceSid}/Participants/{CallSid}' })
  try {
    conference.update(participant, changeOf(form))
  } catch (error) {
    if (!(error instanceof ConferenceRefusal)) throw error
    throw new RestError(400, error.code, error.message)
  }
  const { AnnounceUrl: url, AnnounceMethod: method } = form
  if (url !== undefined) conference.announce({ url, method }, participant)
  return show(conference, participant)
}

function changeOf(form: z.infer<typeof Update>): ParticipantChange {
  const { HoldUrl, HoldMethod, WaitUrl, WaitMethod } = form
  return {
    muted: form.Muted,
    hold: form.Hold,
    holdSound: HoldUrl ? { url: HoldUrl, method: HoldMethod } : undefined,
    endOnExit: form.EndConferenceOnExit,
    beepOnExit: form.BeepOnExit,
    wait: WaitUrl === undefined ? undefined : (waitSound(WaitUrl, WaitMethod) ?? null),
    coach: form.Coaching === false ? null : form.CallSidToCoach,
  }
}

function remove(exchange: Exchange, ask: Ask) {
  const [conference, participant] = find(exchange, ask)
  conference.leave(participant, 'participant_updated_via_api')
  return { status: 204 }
}
