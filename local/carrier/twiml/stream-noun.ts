import { z } from 'zod'
import type { MediaStream } from '../streams/media-stream.ts'
import { customParameters, StreamError, streamUrl, tracksOf } from '../streams/plan.ts'
import { method } from './attributes.ts'
import { resolveUrl } from './fetch.ts'
import { type Element, misplaced, noChildren, readAttributes } from './parse.ts'
import type { Run } from './verb.ts'

export const Attributes = z.strictObject({
  url: z.string(),
  name: z.string().optional(),
  track: z.string().optional(),
  statusCallback: z.string().optional(),
  statusCallbackMethod: method,
})
const Parameter = z.strictObject({ name: z.string(), value: z.string() })

/** Opens the stream of a <Stream>; one that cannot be is reported, and undefined. */
export function openStream(run: Run, noun: Element, bidirectional: boolean): MediaStream | undefined {
  const { exchange, leg, document } = run
  const { url, name, track, statusCallback, statusCallbackMethod } = readAttributes(Attributes, noun)
  const pairs = parametersOf(noun)
  const callback = statusCallback
    ? { url: resolveUrl(document, statusCallback), method: statusCallbackMethod }
    : undefined
  try {
    return exchange.streams.start(leg, {
      url: streamUrl(url, document.url),
      name,
      tracks: tracksOf(track, bidirectional),
      bidirectional,
      parameters: customParameters(pairs),
      callback,
    })
  } catch (error) {
    if (!(error instanceof StreamError)) throw error
    exchange.streams.refuse(leg, error, { name, callback })
    return undefined
  }
}

function parametersOf(noun: Element): [string, string][] {
  return noun.children.flatMap((child): [string, string][] => {
    if (child.name !== 'Parameter') {
      misplaced(child, noun)
      return []
    }
    noChildren(child)
    const { name, value } = readAttributes(Parameter, child)
    return [[name, value]]
  })
}
