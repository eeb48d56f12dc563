import { pressKeys } from '../dtmf.ts'
import { type Leg, unlessInterrupted } from '../leg.ts'
import type { Endpoint } from '../webhooks/webhooks.ts'
import { noteFailure } from './fetch.ts'
import type { Run } from './verb.ts'

/** What happens to a callee between its answer and the conversation. */
export interface CalleePlan {
  sendDigits?: string | undefined
  tell?: Endpoint | undefined
}

const MAY = ['Gather', 'Hangup', 'Pause', 'Play', 'Redirect', 'Say']
/** Another Dial on a leg that is being dialled has an error of its own. */
const REFUSALS = { Dial: 13201 }

/** Presses its keys and tells it what its URL says; true when it is there to be talked to afterwards. */
export async function prepareCallee(run: Run, callee: Leg, { sendDigits, tell }: CalleePlan): Promise<boolean> {
  const gone = new AbortController()
  callee.once('ended', () => gone.abort('ended'))
  callee.once('moved', () => gone.abort('moved'))
  const signal = AbortSignal.any([run.signal, gone.signal])
  try {
    if (sendDigits !== undefined) await pressKeys(callee.line, sendDigits, run.exchange.parts.clock, signal)
    const aside = { leg: callee, signal, verbs: MAY, refusals: REFUSALS }
    if (tell) await unlessInterrupted(run.perform({ ...aside, request: tell }), signal)
  } catch (error) {
    noteFailure(run.exchange, callee, error)
    callee.end()
  }
  if (run.signal.aborted) callee.end()
  return !signal.aborted
}
