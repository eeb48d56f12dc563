import { setTimeout as wait } from 'node:timers/promises'
import type { Faults } from './faults.ts'
import { RestError } from './rest/rest-error.ts'
import type { Answer, Ask } from './router.ts'

type Handler = (ask: Ask) => Promise<Answer>

/** REST with its faults: 429 and 500 come instead of the work, a slow or dropped reply after it. */
export function withFaults(faults: Faults, rest: Handler): Handler {
  return async (ask) => {
    const fate = faults.rest(ask.method, ask.path)
    if (fate === 'tooMany') return new RestError(429, 20429, 'Too Many Requests').answer
    if (fate === 'fail') return new RestError(500, 20500, 'Internal Server Error').answer
    const answer = await rest(ask)
    if (fate === 'slow') await wait(faults.plan.rest.slowMs)
    return fate === 'dropReply' ? { ...answer, isLost: true } : answer
  }
}
