import { z } from 'zod'
import { noChildren, readAttributes } from './parse.ts'
import type { Verb } from './verb.ts'

/** <Leave>: who waits in a queue leaves it. */
export const leave: Verb = async (_, element) => {
  readAttributes(z.strictObject({}), element)
  noChildren(element)
  return 'leave'
}
