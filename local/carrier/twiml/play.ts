import { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import { encodeMulaw, toFrames } from '#lib/media/mulaw.ts'
import { decodeWav } from '#lib/media/wav.ts'
import { resolveUrl } from './fetch.ts'
import { noChildren, readAttributes, TwimlError } from './parse.ts'
import { playFrames } from './say.ts'
import type { Verb } from './verb.ts'

/** No `digits` and no endless loop. */
const Attributes = z.strictObject({ loop: z.coerce.number().int().min(1).max(1000).default(1) })

const FETCH_MS = 15_000

/** <Play>: answers and plays a WAV file from a URL; other audio is refused with 12300. */
export const play: Verb = async (run, element) => {
  const { loop } = readAttributes(Attributes, element)
  noChildren(element)
  run.leg.answer()
  const frames = await fetchWav(resolveUrl(run.document, element.text))
  run.exchange.journal.write('play', { callSid: run.leg.sid, url: element.text })
  for (let left = loop; left > 0 && !run.signal.aborted; left--) await playFrames(run, frames)
  return undefined
}

/** A WAV file of a URL as frames; throws TwimlError. */
export async function fetchWav(url: string): Promise<Uint8Array[]> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) })
    if (!response.ok) throw new TwimlError(11217, `status ${response.status} for ${url}`)
    return toFrames(encodeMulaw(decodeWav(Buffer.from(await response.arrayBuffer()))))
  } catch (error) {
    if (error instanceof AppError) throw new TwimlError(12300, `${error.message}: ${url}`)
    if (error instanceof TwimlError) throw error
    throw new TwimlError(11200, `no sound from ${url}: ${String(error)}`)
  }
}
