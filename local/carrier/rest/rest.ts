import { log } from '#lib/log.ts'
import type { Exchange } from '../exchange.ts'
import { type Answer, type Ask, findRoute, type Route } from '../router.ts'
import { accountRoutes } from './accounts.ts'
import { applicationRoutes } from './applications.ts'
import { authenticate } from './authenticate.ts'
import { availableNumberRoutes } from './available-numbers.ts'
import { callEventRoutes } from './call-events.ts'
import { callRoutes } from './calls.ts'
import { conferenceRoutes } from './conferences.ts'
import { keyRoutes } from './keys.ts'
import { numberRoutes } from './numbers.ts'
import { outgoingCallerIdRoutes } from './outgoing-caller-ids.ts'
import { ownRecordingRoutes } from './own-recordings.ts'
import { participantRoutes } from './participants.ts'
import { queueRoutes } from './queues.ts'
import { recordingRoutes } from './recordings.ts'
import { notFound, RestError } from './rest-error.ts'
import { streamRoutes } from './streams.ts'

/** Every operation of the 2010 API there is. */
export function restRoutes(exchange: Exchange): Route[] {
  return [
    ...callRoutes(exchange),
    ...conferenceRoutes(exchange),
    ...participantRoutes(exchange),
    ...streamRoutes(exchange),
    ...numberRoutes(exchange),
    ...applicationRoutes(exchange),
    ...accountRoutes(exchange),
    ...keyRoutes(exchange),
    ...availableNumberRoutes(exchange),
    ...outgoingCallerIdRoutes(exchange),
    ...queueRoutes(exchange),
    ...ownRecordingRoutes(exchange),
    ...recordingRoutes(exchange),
    ...callEventRoutes(exchange),
  ]
}

/** The 2010 API: basic authentication, its resources, its errors. Whatever is not emulated is 20404. */
export function createRest(exchange: Exchange): (ask: Ask) => Promise<Answer> {
  const routes = restRoutes(exchange)
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
