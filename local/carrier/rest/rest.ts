import { log } from '#lib/log.ts'
import type { Exchange } from '../exchange.ts'
import { type Answer, type Ask, findRoute, type Route } from '../router.ts'
import { applicationRoutes } from './applications.ts'
import { callRoutes } from './calls.ts'
import { conferenceRoutes } from './conferences.ts'
import { numberRoutes } from './numbers.ts'
import { participantRoutes } from './participants.ts'
import { notFound, RestError } from './rest-error.ts'
import { accountView } from './views.ts'

/** The 2010 API: basic authentication, its resources, its errors. Whatever is not emulated is 20404. */
export function createRest(exchange: Exchange): (ask: Ask) => Promise<Answer> {
  const routes = [
    ...callRoutes(exchange),
    ...conferenceRoutes(exchange),
    ...participantRoutes(exchange),
    ...numberRoutes(exchange),
    ...applicationRoutes(exchange),
    ...accountRoutes(exchange),
  ]
  return async (ask) => {
    try {
      const found = findRoute(routes, ask.method, ask.path)
      authenticate(exchange, ask)
      if (!found) throw notFound(ask.path)
      return await found.route.run({ ...ask, params: found.params })
    } catch (error) {
      if (error instanceof RestError) return error.answer
      log.error('REST request failed', { path: ask.path, error })
      return new RestError(500, 20500, 'Internal Server Error').answer
    }
  }
}

const startedAt = Date.now()

function accountRoutes(exchange: Exchange): Route[] {
  const run = ({ params }: Ask) => ({
    status: 200,
    body: accountView(exchange.accounts.get(params.account!)!, startedAt),
  })
  return [{ method: 'GET', path: '/2010-04-01/Accounts/:account.json', run }]
}

/** AC:token or SK:secret, for that account's own paths; else 20003. */
function authenticate(exchange: Exchange, { path, authorization }: Ask): void {
  const account = exchange.accounts.get(/^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})/.exec(path)?.[1] ?? '')
  const given = Buffer.from(authorization?.replace(/^Basic /i, '') ?? '', 'base64').toString('utf8')
  const isKnown =
    account && [`${account.sid}:${account.authToken}`, `${account.keySid}:${account.keySecret}`].includes(given)
  if (!isKnown) throw new RestError(401, 20003, 'Authenticate')
}
