import { z } from 'zod'
import { FRAME_MS, SILENCE } from '#lib/media/mulaw.ts'
import type { Exchange } from '../exchange.ts'
import type { Fields } from '../webhooks/sign.ts'
import type { Endpoint } from '../webhooks/webhooks.ts'
import { resolveUrl } from './fetch.ts'
import { type Element, parseTwiml, readAttributes, TwimlError } from './parse.ts'
import { fetchWav } from './play.ts'
import type { Document } from './verb.ts'

export interface SoundRequest {
  owner: { accountSid: string; callSid?: string }
  endpoint: Endpoint
  fields: Fields
  /** A URL that is itself a sound is played again and again, as music for who waits is. [unverified] */
  repeats: boolean
}

const MOST_LOOPS = 1000
const times = z.coerce
  .number()
  .int()
  .min(0)
  .max(MOST_LOOPS)
  .default(1)
  .transform((loop) => loop || MOST_LOOPS)
const Say = z.strictObject({ voice: z.string().optional(), language: z.string().optional(), loop: times })
const Play = z.strictObject({ loop: times })
const Pause = z.strictObject({ length: z.coerce.number().int().min(0).max(14_400).default(1) })
const Redirect = z.strictObject({ method: z.enum(['GET', 'POST']).default('POST') })

/**
 * What a hold, wait or announcement URL sounds like, piece by piece: a sound, or a document of Say, Play, Pause and
 * Redirect. Throws TwimlError or DeliveryError.
 */
export async function* soundsOf(exchange: Exchange, request: SoundRequest): AsyncGenerator<Iterable<Uint8Array>> {
  for (let endpoint: Endpoint | undefined = request.endpoint; endpoint; ) {
    const { status, contentType, body } = await exchange.webhooks.request(request.owner, endpoint, request.fields)
    if (status >= 400) throw new TwimlError(11217, `status ${status} for ${endpoint.url}`)
    if (contentType.startsWith('audio/')) {
      const frames = await fetchWav(endpoint.url)
      do yield frames
      while (request.repeats && frames.length > 0)
      return
    }
    endpoint = yield* read(exchange, { url: endpoint.url, elements: parseTwiml(body) })
  }
}

/** Reads a document aloud; gives where it goes on, if anywhere. */
async function* read(
  exchange: Exchange,
  document: Document,
): AsyncGenerator<Iterable<Uint8Array>, Endpoint | undefined> {
  for (const element of document.elements) {
    if (element.name === 'Redirect') {
      const { method } = readAttributes(Redirect, element)
      return { url: resolveUrl(document, element.text), method }
    }
    yield* piece(exchange, document, element)
  }
  return undefined
}

async function* piece(exchange: Exchange, document: Document, element: Element): AsyncGenerator<Iterable<Uint8Array>> {
  if (element.name === 'Pause') {
    const { length } = readAttributes(Pause, element)
    yield Array.from({ length: (length * 1000) / FRAME_MS }, () => SILENCE)
  } else if (element.name === 'Say') {
    const { loop } = readAttributes(Say, element)
    const frames = await exchange.parts.speak(element.text)
    for (let left = loop; left > 0; left--) yield frames
  } else if (element.name === 'Play') {
    const { loop } = readAttributes(Play, element)
    const frames = await fetchWav(resolveUrl(document, element.text))
    for (let left = loop; left > 0; left--) yield frames
  } else throw new TwimlError(12200, `<${element.name}> cannot be heard while somebody waits`)
}
