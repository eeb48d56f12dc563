import { z } from 'zod'
import { interrupted } from '../leg.ts'
import { askAnyway } from './ask-anyway.ts'
import { method } from './attributes.ts'
import { resolveUrl } from './fetch.ts'
import { readAttributes, TwimlError } from './parse.ts'
import { openStream } from './stream-noun.ts'
import type { Verb } from './verb.ts'

export const Attributes = z.strictObject({ action: z.string().optional(), method })

/** <Connect>: answers and gives the call to a bidirectional <Stream>; goes on when the application closes it or it cannot be opened. */
export const connect: Verb = async (run, element) => {
  const { action, method } = readAttributes(Attributes, element)
  const [noun, second] = element.children
  if (noun?.name !== 'Stream' || second) throw new TwimlError(12200, '<Connect> has one <Stream>')
  const request = action === undefined ? undefined : { url: resolveUrl(run.document, action), method }
  run.leg.answer()
  const stream = openStream(run, noun, true)
  if (stream) {
    await Promise.race([stream.over, interrupted(run.signal)])
    stream.stop()
  }
  if (!request) return undefined
  if (!run.signal.aborted) return { request }
  askAnyway(run, request, {})
  return 'over'
}
