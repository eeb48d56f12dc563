import type { z } from 'zod'
import type { Exchange } from '../exchange.ts'
import * as accounts from '../rest/accounts.ts'
import * as applications from '../rest/applications.ts'
import * as calls from '../rest/calls.ts'
import * as conferences from '../rest/conferences.ts'
import * as createCall from '../rest/create-call.ts'
import * as createParticipant from '../rest/create-participant.ts'
import * as keys from '../rest/keys.ts'
import * as numbers from '../rest/numbers.ts'
import * as callerIds from '../rest/outgoing-caller-ids.ts'
import * as ownRecordings from '../rest/own-recordings.ts'
import * as participants from '../rest/participants.ts'
import * as queues from '../rest/queues.ts'
import { restRoutes } from '../rest/rest.ts'
import * as streams from '../rest/streams.ts'
import * as connect from '../twiml/connect.ts'
import * as dial from '../twiml/dial.ts'
import * as conference from '../twiml/dial-conference.ts'
import * as dialQueue from '../twiml/dial-queue.ts'
import * as targets from '../twiml/dial-targets.ts'
import * as enqueue from '../twiml/enqueue.ts'
import * as gather from '../twiml/gather.ts'
import * as pause from '../twiml/pause.ts'
import * as play from '../twiml/play.ts'
import * as record from '../twiml/record.ts'
import * as redirect from '../twiml/redirect.ts'
import * as reject from '../twiml/reject.ts'
import * as say from '../twiml/say.ts'
import * as startRecording from '../twiml/start-recording.ts'
import * as stop from '../twiml/stop.ts'
import * as stream from '../twiml/stream-noun.ts'
import { DOCUMENTED_ELEMENTS, DOCUMENTED_FORMS } from './documented.ts'

type Schema = { shape: Record<string, z.ZodType> }
const NOTHING: Schema = { shape: {} }

/** What the verbs themselves read, by their place in a document. */
const ELEMENTS: Readonly<Record<string, Schema>> = {
  Connect: connect.Attributes,
  Dial: dial.Attributes,
  'Dial Client': targets.ClientAttributes,
  'Dial Conference': conference.Attributes,
  'Dial Number': targets.NumberAttributes,
  'Dial Queue': dialQueue.Attributes,
  Enqueue: enqueue.Attributes,
  Gather: gather.Attributes,
  Hangup: NOTHING,
  Leave: NOTHING,
  Pause: pause.Attributes,
  Play: play.Attributes,
  Record: record.Attributes,
  Redirect: redirect.RedirectAttributes,
  Reject: reject.Attributes,
  Say: say.Attributes,
  Start: NOTHING,
  'Start Recording': startRecording.Attributes,
  'Start Stream': stream.Attributes,
  Stop: NOTHING,
  'Stop Stream': stop.Attributes,
}

/** What the REST operations themselves read. */
const FORMS: Readonly<Record<string, Schema>> = {
  'Accounts/{Sid}': accounts.Update,
  Applications: applications.ApplicationForm,
  'Applications/{Sid}': applications.ApplicationForm,
  Calls: createCall.Form,
  'Calls/{Sid}': calls.UpdateCall,
  'Calls/{CallSid}/Recordings': ownRecordings.Create,
  'Calls/{CallSid}/Recordings/{Sid}': ownRecordings.Change,
  'Calls/{CallSid}/Streams': streams.CreateStream,
  'Calls/{CallSid}/Streams/{Sid}': streams.UpdateStream,
  'Conferences/{Sid}': conferences.UpdateConference,
  'Conferences/{ConferenceSid}/Participants': createParticipant.Form,
  'Conferences/{ConferenceSid}/Participants/{CallSid}': participants.Update,
  'Conferences/{ConferenceSid}/Recordings/{Sid}': ownRecordings.Change,
  IncomingPhoneNumbers: numbers.CreateNumber,
  'IncomingPhoneNumbers/{Sid}': numbers.UpdateNumber,
  Keys: keys.Form,
  'Keys/{Sid}': keys.Form,
  OutgoingCallerIds: callerIds.Create,
  'OutgoingCallerIds/{Sid}': callerIds.Update,
  Queues: queues.Create,
  'Queues/{Sid}': queues.Update,
  'Queues/{QueueSid}/Members/{CallSid}': queues.Move,
}

/** Read, and nothing here is different for it: sounds, voices and recognition are the carrier's own. */
const NO_EFFECT: Readonly<Record<string, readonly string[]>> = {
  'Dial Conference': ['jitterBufferSize', 'region'],
  Gather: ['enhanced', 'hints', 'language', 'profanityFilter', 'speechModel'],
  Say: ['language', 'voice'],
  'Conferences/{ConferenceSid}/Participants': ['JitterBufferSize'],
}

export interface Row {
  /** An element or an operation. */
  of: string
  name: string
  fate: 'emulated' | 'without effect' | 'refused'
}

const rowsOf = (
  documented: Readonly<Record<string, readonly string[]>>,
  read: Readonly<Record<string, Schema>>,
): Row[] =>
  Object.entries(documented).flatMap(([of, names]) => {
    const fateOf = (name: string) => {
      if (!(name in read[of]!.shape)) return 'refused'
      return NO_EFFECT[of]?.includes(name) ? 'without effect' : 'emulated'
    }
    return [...names].sort().map((name) => ({ of, name, fate: fateOf(name) }))
  })

/** Every documented attribute of TwiML: read, or refused with 12200. */
export const attributeRows = (): Row[] => rowsOf(DOCUMENTED_ELEMENTS, ELEMENTS)

/** Every documented parameter of REST operations: read, or refused with 20001. */
export const parameterRows = (): Row[] => rowsOf(DOCUMENTED_FORMS, FORMS)

/** Every resource with its methods, by its path below the account. */
export function resourceRows(exchange: Exchange): { path: string; methods: string[] }[] {
  const methods = new Map<string, string[]>()
  for (const { method, path } of restRoutes(exchange)) {
    const short = path.replace('/2010-04-01/Accounts/:account/', '').replace('/2010-04-01/', '')
    methods.set(short, [...(methods.get(short) ?? []), method])
  }
  return [...methods].sort().map(([path, all]) => ({ path, methods: all.sort() }))
}
