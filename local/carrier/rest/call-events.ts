import type { Exchange } from '../exchange.ts'
import type { Entry } from '../journal.ts'
import { rfc2822 } from '../rfc2822.ts'
import type { Route } from '../router.ts'
import { pageOf } from './page.ts'
import { notFound } from './rest-error.ts'

/** The requests a call made of its application, as far as the journal still has them. */
export function callEventRoutes(exchange: Exchange): Route[] {
  return [
    {
      method: 'GET',
      path: '/2010-04-01/Accounts/:account/Calls/:call/Events.json',
      run: (ask) => {
        const { account, call } = ask.params
        if (exchange.legs.get(call!)?.plan.accountSid !== account) throw notFound(ask.path)
        const events = exchange.journal
          .entries()
          .filter(({ event, callSid }) => event === 'webhook' && callSid === call)
        return pageOf(ask, 'events', events, eventView)
      },
    },
  ]
}

const eventView = ({ at, url, method, fields, status, ms, body, contentType }: Entry) => ({
  request: { url, method, parameters: fields },
  response: {
    response_code: status,
    request_duration: ms,
    content_type: contentType ?? null,
    response_body: body ?? null,
    date_created: rfc2822(at),
  },
})
