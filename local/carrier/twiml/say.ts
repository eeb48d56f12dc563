import { z } from 'zod'
import { interrupted } from '../leg.ts'
import { playTo } from '../playback.ts'
import { noChildren, readAttributes } from './parse.ts'
import type { Run, Verb } from './verb.ts'

const Attributes = z.strictObject({
  voice: z.string().optional(),
  language: z.string().optional(),
  loop: z.coerce.number().int().min(1).max(1000).default(1),
})

/** <Say>: answers and speaks; the carrier's own voice whatever voice is asked for. */
export const say: Verb = async (run, element) => {
  const { loop } = readAttributes(Attributes, element)
  noChildren(element)
  run.leg.answer()
  run.leg.said.push(element.text)
  run.exchange.journal.write('say', { callSid: run.leg.sid, text: element.text })
  const frames = await run.exchange.parts.speak(element.text)
  for (let left = loop; left > 0 && !run.signal.aborted; left--) await playFrames(run, frames)
  return undefined
}

/** Plays sound to the run's leg until it is over or the leg is taken away. */
export async function playFrames({ exchange, leg, signal }: Run, frames: Iterable<Uint8Array>): Promise<void> {
  if (signal.aborted) return
  const playback = playTo(leg.line, frames, exchange.parts.clock)
  await Promise.race([playback.done, interrupted(signal)])
  playback.stop()
}
