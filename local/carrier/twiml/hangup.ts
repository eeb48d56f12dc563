import { z } from 'zod'
import { noChildren, readAttributes } from './parse.ts'
import type { Verb } from './verb.ts'

/** <Hangup>: the call ends as at the end of a document; only <Reject> keeps a ringing one from being answered. */
export const hangup: Verb = async ({ leg }, element) => {
  readAttributes(z.strictObject({}), element)
  noChildren(element)
  leg.conclude()
  return 'over'
}
