import { z } from 'zod'
import { AppError } from '#lib/errors.ts'
import { encodeMulaw, toFrames } from '#lib/media/mulaw.ts'
import { decodeWav } from '#lib/media/wav.ts'
import { KEYS, pressKeys } from '../dtmf.ts'
import { unlessInterrupted } from '../leg.ts'
import { loop } from './attributes.ts'
import { resolveUrl } from './fetch.ts'
import { noChildren, readAttributes, TwimlError } from './parse.ts'
import { playRepeatedly } from './say.ts'
import type { Run, Verb } from './verb.ts'

export const Attributes = z.strictObject({ loop, digits: z.string().regex(KEYS).max(32).optional() })

const FETCH_MS = 15_000

/** <Play>: answers and plays a WAV file from a URL, other audio is refused with 12300; or presses keys. */
export const play: Verb = async (run, element) => {
  const { loop, digits } = readAttributes(Attributes, element)
  noChildren(element)
  run.leg.answer()
  if (digits === undefined) await playUrl(run, element.text, loop || Number.POSITIVE_INFINITY)
  else await playKeys(run, digits, loop || Number.POSITIVE_INFINITY)
  return undefined
}

async function playUrl(run: Run, text: string, times: number): Promise<void> {
  const url = resolveUrl(run.document, text)
  const shown = url.startsWith('data:') ? run.document.url : text
  run.exchange.journal.write('play', { callSid: run.leg.sid, url: shown })
  const frames = await unlessInterrupted(fetchWav(url), run.signal)
  if (frames) await playRepeatedly(run, frames, times)
}

async function playKeys({ exchange, leg, signal }: Run, keys: string, times: number): Promise<void> {
  for (let left = times; left > 0 && !signal.aborted; left--) {
    await pressKeys(leg.line, keys, exchange.parts.clock, signal)
  }
}

/** A WAV file as mu-law frames; throws TwimlError. */
export async function fetchWav(url: string): Promise<Uint8Array[]> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(FETCH_MS) })
    if (!response.ok) throw new TwimlError(11217, `status ${response.status} for ${url}`)
    return toFrames(encodeMulaw(decodeWav(Buffer.from(await response.arrayBuffer()))))
  } catch (error) {
    if (error instanceof AppError) throw new TwimlError(12300, `${error.message}: ${url.slice(0, 200)}`)
    if (error instanceof TwimlError) throw error
    throw new TwimlError(11200, `no sound from ${url.slice(0, 200)}: ${String(error)}`)
  }
}
