import { z } from 'zod'
import type { Exchange } from '../exchange.ts'
import type { Recording, RecordingStatus } from '../recordings/recording.ts'
import type { Ask, Route } from '../router.ts'
import { readForm } from './form.ts'
import { pageOf, passesDays } from './page.ts'
import { readRecordingPlan, recordingFields } from './recording-form.ts'
import { ownRecordingView } from './recording-views.ts'
import { notFound, RestError } from './rest-error.ts'

const CURRENT = 'Twilio.CURRENT'
export const Change = z.object({
  Status: z.enum(['paused', 'in-progress', 'stopped']),
  PauseBehavior: z.enum(['silence', 'skip']).default('silence'),
})
export const Create = z.object(recordingFields('do-not-trim'))

type Parent = 'Calls' | 'Conferences'

/** The recordings of a call, which may be started at any time, and those of a conference, which may not. */
export function ownRecordingRoutes(exchange: Exchange): Route[] {
  return [
    ...routesUnder(exchange, 'Calls'),
    ...routesUnder(exchange, 'Conferences'),
    {
      method: 'POST',
      path: '/2010-04-01/Accounts/:account/Calls/:parent/Recordings.json',
      run: (ask) => create(exchange, ask),
    },
  ]
}

function routesUnder(exchange: Exchange, parent: Parent): Route[] {
  const base = `/2010-04-01/Accounts/:account/${parent}/:parent/Recordings`
  const one = `${base}/:sid.json`
  return [
    {
      method: 'GET',
      path: `${base}.json`,
      run: (ask) => {
        const shown = recordingsOf(exchange, parent, ask).filter(({ createdAt }) =>
          passesDays(ask.query, 'DateCreated', createdAt),
        )
        return pageOf(ask, 'recordings', shown.reverse(), (recording) => ownRecordingView(recording))
      },
    },
    { method: 'GET', path: one, run: (ask) => ({ status: 200, body: ownRecordingView(find(exchange, parent, ask)) }) },
    { method: 'POST', path: one, run: (ask) => update(exchange, parent, ask) },
    {
      method: 'DELETE',
      path: one,
      run: (ask) => {
        find(exchange, parent, ask).delete()
        return { status: 204 }
      },
    },
  ]
}

/** Those of a call or conference of the account, oldest first. */
function recordingsOf(exchange: Exchange, parent: Parent, { params, path }: Ask): Recording[] {
  const sid = params.parent!
  const accountSid =
    parent === 'Calls' ? exchange.legs.get(sid)?.plan.accountSid : exchange.conferences.get(sid)?.accountSid
  if (accountSid !== params.account) throw notFound(path)
  return [...exchange.recordings.all.values()].filter(
    ({ owner, status }) => status !== 'deleted' && (parent === 'Calls' ? owner.callSid : owner.conferenceSid) === sid,
  )
}

/** By SID, or the only one that is running. */
function find(exchange: Exchange, parent: Parent, ask: Ask): Recording {
  const { sid } = ask.params
  const all = recordingsOf(exchange, parent, ask)
  const fitting = all.filter((recording) => (sid === CURRENT ? recording.isActive : recording.sid === sid))
  if (fitting.length === 0) throw notFound(ask.path)
  // [unverified: which code]
  if (fitting.length > 1) throw new RestError(400, 20001, 'More than one recording is running: name one by its SID')
  return fitting[0]!
}

function create(exchange: Exchange, ask: Ask) {
  const leg = exchange.legs.get(ask.params.parent!)
  if (leg?.plan.accountSid !== ask.params.account) throw notFound(ask.path)
  const form = readForm(Create, ask.body, { operation: 'Calls/{CallSid}/Recordings' })
  if (!leg?.isAnswered) throw new RestError(400, 21220, 'Unable to create a recording: the call is not in progress.')
  const recording = exchange.recordings.start('StartCallRecordingAPI', { leg, ...readRecordingPlan(form) })
  return { status: 201, body: ownRecordingView(recording, recording.status) }
}

/** The reply is the only confirmation of a pause. */
function update(exchange: Exchange, parent: Parent, ask: Ask) {
  const { Status, PauseBehavior } = readForm(Change, ask.body, { operation: 'Calls/{CallSid}/Recordings/{Sid}' })
  const recording = find(exchange, parent, ask)
  if (parent === 'Conferences' && Status === 'stopped') {
    throw new RestError(400, 20001, 'A conference recording cannot be stopped, only paused and resumed')
  }
  if (!recording.isActive) throw new RestError(400, 21220, 'The recording is over: it cannot be changed.')
  if (Status === 'paused') recording.pause(PauseBehavior)
  else if (Status === 'in-progress') recording.resume()
  else recording.stop()
  return { status: 200, body: confirmation(recording, Status, ask) }
}

function confirmation(recording: Recording, status: RecordingStatus, { params }: Ask) {
  const view = ownRecordingView(recording, status)
  return params.sid === CURRENT ? { ...view, sid: CURRENT } : view
}
