import { z } from 'zod'
import { noChildren, readAttributes, TwimlError } from './parse.ts'
import type { Verb } from './verb.ts'

export const Attributes = z.strictObject({ name: z.string() })

/** <Stop>: ends the call's stream of that name; a name it does not have is passed over. [unverified] */
export const stop: Verb = async ({ exchange, leg }, element) => {
  readAttributes(z.strictObject({}), element)
  const [noun, second] = element.children
  if (noun?.name !== 'Stream' || second) throw new TwimlError(12200, '<Stop> has one <Stream>')
  noChildren(noun)
  exchange.streams.find(leg, readAttributes(Attributes, noun).name)?.stop()
  return undefined
}
