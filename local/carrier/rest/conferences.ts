import { z } from 'zod'
import type { Conference } from '../conference.ts'
import { type Exchange, readMoment } from '../exchange.ts'
import type { Ask, Route } from '../router.ts'
import { method, readForm, webUrl } from './form.ts'
import { pageOf, passes, passesDays } from './page.ts'
import { notFound, RestError } from './rest-error.ts'
import { conferenceView } from './views.ts'

export const UpdateConference = z.object({
  Status: z.enum(['completed']).optional(),
  AnnounceUrl: webUrl.optional(),
  AnnounceMethod: method.default('POST'),
})

export function conferenceRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/Conferences'
  const show = (conference: Conference, asOf?: number) => ({ status: 200, body: conferenceView(conference, asOf) })
  return [
    { method: 'GET', path: `${base}.json`, run: (ask) => list(exchange, ask) },
    { method: 'GET', path: `${base}/:sid.json`, run: (ask) => show(find(exchange, ask), readMoment(exchange)) },
    {
      method: 'POST',
      path: `${base}/:sid.json`,
      run: (ask) => {
        const conference = find(exchange, ask)
        const {
          Status,
          AnnounceUrl: url,
          AnnounceMethod,
        } = readForm(UpdateConference, ask.body, {
          operation: 'Conferences/{Sid}',
        })
        const changes = Status !== undefined || url !== undefined
        if (changes && conference.isOver) throw new RestError(404, 20404, `Conference ${conference.sid} is over`)
        if (url !== undefined) conference.announce({ url, method: AnnounceMethod })
        if (Status) conference.end('conference-ended-via-api')
        return show(conference)
      },
    },
  ]
}

function find(exchange: Exchange, ask: Ask): Conference {
  const conference = exchange.conferences.get(ask.params.sid!)
  if (conference?.accountSid !== ask.params.account) throw notFound(ask.path)
  return conference!
}

function list(exchange: Exchange, ask: Ask) {
  const { query } = ask
  const asOf = readMoment(exchange)
  const shown = [...exchange.conferences.values()]
    .reverse()
    .filter(
      (conference) =>
        conference.accountSid === ask.params.account &&
        passes(query, 'FriendlyName', conference.name) &&
        passes(query, 'Status', conferenceView(conference, asOf).status) &&
        passesDays(query, 'DateCreated', conference.createdAt) &&
        passesDays(query, 'DateUpdated', conference.updatedAt),
    )
  return pageOf(ask, 'conferences', shown, (conference) => conferenceView(conference, asOf))
}
