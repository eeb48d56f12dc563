import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { interrupted } from '../leg.ts'
import { noChildren, readAttributes } from './parse.ts'
import type { Verb } from './verb.ts'

export const Attributes = z.strictObject({ length: z.coerce.number().int().min(0).max(14_400).default(1) })

/** <Pause>: waits that many seconds; as the first verb the call goes on ringing meanwhile. */
export const pause: Verb = async ({ signal }, element) => {
  const { length } = readAttributes(Attributes, element)
  noChildren(element)
  await sleep(length * 1000, signal)
  return undefined
}

/** Waits unless the leg is taken away. */
export async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  const timer = new AbortController()
  const over = wait(Math.max(0, ms), undefined, { signal: timer.signal }).catch(() => undefined)
  await Promise.race([over, interrupted(signal)])
  timer.abort()
}
