import { z } from 'zod'
import { type Element, readAttributes, TwimlError } from './parse.ts'
import { startRecording } from './start-recording.ts'
import { openStream } from './stream-noun.ts'
import type { Run, Verb } from './verb.ts'

/** What may be started beside the call. */
const NOUNS: Record<string, (run: Run, noun: Element) => void> = {
  Recording: startRecording,
  Stream: (run, noun) => {
    run.leg.answer()
    openStream(run, noun, false)
  },
}

/** <Start>: begins something that goes on beside the call, and the next verb runs at once. */
export const start: Verb = async (run, element) => {
  readAttributes(z.strictObject({}), element)
  const [noun, second] = element.children
  const begin = noun && NOUNS[noun.name]
  if (!begin || second) throw new TwimlError(12200, `<Start> has one of ${Object.keys(NOUNS).join(', ')}`)
  begin(run, noun)
  return undefined
}
