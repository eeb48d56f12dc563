import type { Exchange } from '../exchange.ts'
import { wavOf } from '../recordings/media.ts'
import type { Recording } from '../recordings/recording.ts'
import type { Ask, Route } from '../router.ts'
import { flagOf, pageOf, passes, passesDays } from './page.ts'
import { recordingView } from './recording-views.ts'
import { notFound, RestError } from './rest-error.ts'

/** All recordings of an account, and their files. */
export function recordingRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/Recordings'
  const view = (recording: Recording) => recordingView(recording, exchange.recordings.urlOf(recording))
  return [
    { method: 'GET', path: `${base}.json`, run: (ask) => list(exchange, ask, view) },
    { method: 'GET', path: `${base}/:sid.json`, run: (ask) => ({ status: 200, body: view(find(exchange, ask)) }) },
    {
      method: 'DELETE',
      path: `${base}/:sid.json`,
      run: (ask) => {
        find(exchange, ask).delete()
        return { status: 204 }
      },
    },
    { method: 'GET', path: `${base}/:file`, run: (ask) => media(exchange, ask) },
  ]
}

const includesDeleted = ({ query }: Ask) => flagOf(query, 'IncludeSoftDeleted') ?? false

function find(exchange: Exchange, ask: Ask, sid = ask.params.sid!): Recording {
  const recording = exchange.recordings.all.get(sid)
  const isHere = recording?.owner.accountSid === ask.params.account
  if (!isHere || (recording?.status === 'deleted' && !includesDeleted(ask))) throw notFound(ask.path)
  return recording!
}

function list(exchange: Exchange, ask: Ask, view: (recording: Recording) => object) {
  const { query, params } = ask
  const withDeleted = includesDeleted(ask)
  const shown = [...exchange.recordings.all.values()]
    .reverse()
    .filter(
      ({ owner, status, createdAt }) =>
        owner.accountSid === params.account &&
        (status !== 'deleted' || withDeleted) &&
        passes(query, 'CallSid', owner.callSid) &&
        passes(query, 'ConferenceSid', owner.conferenceSid) &&
        passesDays(query, 'DateCreated', createdAt),
    )
  return pageOf(ask, 'recordings', shown, view)
}

/** The file as WAV, mixed to one channel unless two are asked for. Not there before it is completed. */
function media(exchange: Exchange, ask: Ask) {
  const [, sid, extension] = /^(RE[0-9a-f]{32})(?:\.(\w+))?$/.exec(ask.params.file!) ?? []
  if (sid === undefined) throw notFound(ask.path)
  const recording = find(exchange, ask, sid)
  if (recording.status !== 'completed') throw notFound(ask.path)
  if (extension === 'mp3') throw new RestError(400, 20001, 'MP3 is not emulated by the local carrier: ask for .wav')
  if (extension !== undefined && extension !== 'wav') throw notFound(ask.path)
  const wanted = ask.query.get('RequestedChannels') ?? '1'
  const wav = wanted === '1' || wanted === '2' ? wavOf(recording, wanted === '1' ? 1 : 2) : undefined
  if (!wav) throw new RestError(400, 16113, `The recording cannot be had in ${wanted} channels`)
  return { status: 200, body: wav, type: 'audio/x-wav' }
}
