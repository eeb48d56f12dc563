import { z } from 'zod'
import { interrupted } from '../leg.ts'
import { playTo } from '../playback.ts'
import { loop } from './attributes.ts'
import { noChildren, readAttributes, TwimlError } from './parse.ts'
import type { Run, Verb } from './verb.ts'

export const Attributes = z.strictObject({
  voice: z
    .string()
    .regex(/^(man|woman|alice|Polly\..+|Google\..+)$/, 'is no voice')
    .optional(),
  language: z.string().optional(),
  loop,
})

const MOST_CHARACTERS = 4096
/** What loop="0" comes to. */
const MOST_LOOPS = 1000

/** <Say>: answers and speaks; the carrier's own voice whatever voice is asked for. */
export const say: Verb = async (run, element) => {
  const { loop } = readAttributes(Attributes, element)
  noChildren(element)
  if (element.text.length > MOST_CHARACTERS) throw new TwimlError(12200, `<Say> takes ${MOST_CHARACTERS} characters`)
  run.leg.answer()
  run.leg.said.push(element.text)
  run.exchange.journal.write('say', { callSid: run.leg.sid, text: element.text })
  const frames = await run.exchange.parts.speak(element.text)
  await playRepeatedly(run, frames, loop || MOST_LOOPS)
  return undefined
}

/** Plays sound so many times, or until the leg is taken away; a sound of no length once. */
export async function playRepeatedly(run: Run, frames: readonly Uint8Array[], times: number): Promise<void> {
  if (frames.length === 0) return
  for (let left = times; left > 0 && !run.signal.aborted; left--) await playFrames(run, frames)
}

/** Plays sound to the run's leg until it is over or the leg is taken away. */
export async function playFrames({ exchange, leg, signal }: Run, frames: Iterable<Uint8Array>): Promise<void> {
  if (signal.aborted) return
  const playback = playTo(leg.line, frames, exchange.parts.clock)
  await Promise.race([playback.done, interrupted(signal)])
  playback.stop()
}
