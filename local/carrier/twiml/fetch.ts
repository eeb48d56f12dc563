import type { Exchange } from '../exchange.ts'
import type { Leg } from '../leg.ts'
import { DeliveryError, type Reply } from '../webhooks/send.ts'
import type { Fields } from '../webhooks/sign.ts'
import type { Endpoint } from '../webhooks/webhooks.ts'
import { type Element, parseTwiml, TwimlError } from './parse.ts'
import type { Document } from './verb.ts'

interface Wanted {
  endpoint: Endpoint
  fields: Fields
  fallback: Endpoint | undefined
}

const XML_TYPES = ['text/xml', 'application/xml', 'text/html', 'text/plain']

const APOLOGY: Element[] = [
  { name: 'Say', attributes: {}, text: 'Sorry, this application has failed. Goodbye.', children: [] },
  { name: 'Hangup', attributes: {}, text: '', children: [] },
]

/** Asks an application for TwiML; on an error its fallback with ErrorCode and ErrorUrl, and if that fails too an apology. */
export async function fetchDocument(exchange: Exchange, leg: Leg, wanted: Wanted): Promise<Document> {
  const { endpoint, fields, fallback } = wanted
  const owner = { accountSid: leg.plan.accountSid, callSid: leg.sid }
  try {
    return read(endpoint, await exchange.webhooks.request(owner, endpoint, fields))
  } catch (error) {
    const code = error instanceof DeliveryError || error instanceof TwimlError ? error.code : undefined
    if (code === undefined || !(error instanceof Error)) throw error
    const { url } = endpoint
    exchange.journal.write('twiml-error', { callSid: leg.sid, code, url, message: error.message })
    if (!fallback || fallback.url === url) return { elements: APOLOGY, url }
    const told = { ...fields, ErrorCode: String(code), ErrorUrl: url.split('#')[0]! }
    return fetchDocument(exchange, leg, { endpoint: fallback, fields: told, fallback: undefined })
  }
}

function read({ url }: Endpoint, { status, contentType, body }: Reply): Document {
  if (status >= 400) throw new TwimlError(11217, `status ${status}`)
  if (status !== 200) throw new TwimlError(11200, `status ${status}`)
  if (!XML_TYPES.includes(contentType)) throw new TwimlError(12300, `content type ${contentType || 'missing'}`)
  return { elements: parseTwiml(body), url }
}

/** An absolute URL from an attribute, relative to the document it stands in; throws TwimlError. */
export function resolveUrl(document: Document, text: string): string {
  const base = document.url?.split('#')[0]
  if (!URL.canParse(text, base)) throw new TwimlError(11100, `not a URL: ${text}`)
  return new URL(text, base).href
}
