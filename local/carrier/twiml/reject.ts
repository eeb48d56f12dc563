import { z } from 'zod'
import { noChildren, readAttributes } from './parse.ts'
import type { Verb } from './verb.ts'

export const Attributes = z.strictObject({ reason: z.enum(['rejected', 'busy']).default('rejected') })

/** <Reject>: as the first verb the call is never answered and ends busy or no-answer; later it only hangs up. */
export const reject: Verb = async ({ leg, isFirst }, element) => {
  const { reason } = readAttributes(Attributes, element)
  noChildren(element)
  if (!isFirst) leg.answer()
  if (leg.isAnswered) leg.end()
  else if (reason === 'busy') leg.end('busy', 31486)
  else leg.end('no-answer', 31480)
  return 'over'
}
