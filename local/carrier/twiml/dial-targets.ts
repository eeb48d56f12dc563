import { z } from 'zod'
import { KEYS } from '../dtmf.ts'
import type { Callback, Endpoint } from '../webhooks/webhooks.ts'
import { method, words } from './attributes.ts'
import { resolveUrl } from './fetch.ts'
import { type Element, misplaced, noChildren, readAttributes, TwimlError } from './parse.ts'
import type { Document } from './verb.ts'

/** Somebody a Dial rings. */
export interface Target {
  /** `client:identity` or an E.164 number. */
  to: string
  /** What the browser is told besides, from <Parameter>. */
  params: Record<string, string>
  callback: Callback | undefined
  /** Keys pressed once it answered. */
  sendDigits?: string | undefined
  /** What it is told before it is connected. */
  tell?: Endpoint | undefined
}

const clientAttributes = {
  statusCallback: z.string().optional(),
  statusCallbackEvent: words(['initiated', 'ringing', 'answered', 'completed']).default(['completed']),
  statusCallbackMethod: method,
  url: z.string().optional(),
  method,
}
export const ClientAttributes = z.strictObject(clientAttributes)
export const NumberAttributes = z.strictObject({
  ...clientAttributes,
  sendDigits: z.string().regex(KEYS).max(32).optional(),
})
const Parameter = z.strictObject({ name: z.string(), value: z.string() })

const MOST_TARGETS = 10

/** The <Number>s and <Client>s of a Dial, or the number it stands for; throws TwimlError for anything else or over ten. */
export function readTargets(dial: Element, document: Document): Target[] {
  if (dial.children.length === 0) return [{ to: dial.text, params: {}, callback: undefined }]
  if (dial.children.length > MOST_TARGETS) throw new TwimlError(12200, '<Dial> rings at most ten')
  return dial.children.flatMap((noun) => {
    if (noun.name === 'Number') return [readNumber(noun, document)]
    if (noun.name === 'Client') return [readClient(noun, document)]
    misplaced(noun, dial)
    return []
  })
}

function readNumber(noun: Element, document: Document): Target {
  noChildren(noun)
  const attributes = readAttributes(NumberAttributes, noun)
  return { to: noun.text, params: {}, ...common(attributes, document), sendDigits: attributes.sendDigits }
}

function readClient(noun: Element, document: Document): Target {
  let identity = noun.text
  const params: Record<string, string> = {}
  for (const child of noun.children) {
    noChildren(child)
    if (child.name === 'Identity') identity = child.text
    else if (child.name === 'Parameter') {
      const { name, value } = readAttributes(Parameter, child)
      params[name] = value
    } else misplaced(child, noun)
  }
  return { to: `client:${identity}`, params, ...common(readAttributes(ClientAttributes, noun), document) }
}

function common(attributes: z.infer<typeof ClientAttributes>, document: Document) {
  const { statusCallback, statusCallbackEvent, statusCallbackMethod, url, method } = attributes
  const callback = statusCallback !== undefined && {
    url: resolveUrl(document, statusCallback),
    method: statusCallbackMethod,
    events: new Set(statusCallbackEvent),
  }
  return { callback: callback || undefined, tell: url ? { url: resolveUrl(document, url), method } : undefined }
}
