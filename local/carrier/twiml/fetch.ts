import type { Exchange } from '../exchange.ts'
import type { Leg } from '../leg.ts'
import { callFields } from '../webhooks/call-fields.ts'
import { DeliveryError, type Reply } from '../webhooks/send.ts'
import type { Fields } from '../webhooks/sign.ts'
import type { Endpoint } from '../webhooks/webhooks.ts'
import { type Element, parseTwiml, TwimlError, type Warn } from './parse.ts'
import type { Document, Source } from './verb.ts'

const XML_TYPES = ['text/xml', 'application/xml', 'text/html']

const element = (name: string, text = ''): Element => ({ name, attributes: {}, text, children: [] })
const APOLOGY = [element('Say', 'Sorry, this application has failed. Goodbye.'), element('Hangup')]

/** The document a call goes on with; on an error its fallback's with ErrorCode and ErrorUrl, and if that fails too an apology. */
export async function openDocument(exchange: Exchange, leg: Leg, source: Source): Promise<Document> {
  try {
    if ('twiml' in source) return { elements: parseTwiml(source.twiml, warnOf(exchange, leg)), url: undefined }
    return await requestDocument(exchange, leg, source.request, source.fields ?? {})
  } catch (error) {
    const url = 'twiml' in source ? '' : source.request.url
    const code = noteFailure(exchange, leg, error, url)
    if (!source.fallback || source.fallback.url === url) return { elements: APOLOGY, url }
    const told = { ErrorCode: String(code), ErrorUrl: url.split('#')[0]! }
    const fields = 'twiml' in source ? told : { ...source.fields, ...told }
    return openDocument(exchange, leg, { request: source.fallback, fields })
  }
}

/** Asks an application for TwiML; throws TwimlError or DeliveryError. */
export async function requestDocument(exchange: Exchange, leg: Leg, endpoint: Endpoint, fields: Fields) {
  const owner = { accountSid: leg.plan.accountSid, callSid: leg.sid }
  const reply = await exchange.webhooks.request(owner, endpoint, { ...fields, ...callFields(leg) })
  return { elements: read(reply, warnOf(exchange, leg)), url: endpoint.url }
}

/** Writes the failure of a document into the journal and gives its code; anything else that was thrown is thrown again. */
export function noteFailure({ journal }: Exchange, leg: Leg, error: unknown, url?: string): number {
  if (!(error instanceof DeliveryError || error instanceof TwimlError)) throw error
  journal.write('twiml-error', { callSid: leg.sid, code: error.code, message: error.message, ...(url && { url }) })
  return error.code
}

/** How a document's mistakes are noted for an account that wants them passed over; undefined where they are errors. */
export function warnOf({ parts, journal }: Exchange, leg: Leg): Warn | undefined {
  if (!parts.lenient) return undefined
  return (message) => journal.write('twiml-warning', { callSid: leg.sid, code: 12200, message })
}

/** TwiML; sound is played and other text read aloud, and then the call ends. */
function read({ status, contentType, body, bytes }: Reply, warn: Warn | undefined): Element[] {
  if (status >= 400) throw new TwimlError(11217, `status ${status}`)
  if (status !== 200) throw new TwimlError(11200, `status ${status}`)
  if (XML_TYPES.includes(contentType)) return parseTwiml(body, warn)
  if (contentType === 'text/plain') return parseOrSpeak(body, warn)
  if (!contentType.startsWith('audio/')) throw new TwimlError(12300, `content type ${contentType || 'missing'}`)
  return [element('Play', `data:${contentType};base64,${bytes.toString('base64')}`), element('Hangup')]
}

function parseOrSpeak(body: string, warn: Warn | undefined): Element[] {
  try {
    return parseTwiml(body, warn)
  } catch (error) {
    if (!(error instanceof TwimlError) || body.trim() === '') throw error
    return [element('Say', body.trim()), element('Hangup')]
  }
}

/** An absolute URL from an attribute, relative to the document it stands in; throws TwimlError. */
export function resolveUrl(document: Document, text: string): string {
  const base = document.url?.split('#')[0]
  if (!URL.canParse(text, base)) throw new TwimlError(11100, `not a URL: ${text}`)
  return new URL(text, base).href
}

/** Where a verb sends what it gathered or recorded: its action, or the document it stands in; throws TwimlError. */
export function actionOf(document: Document, action: string | undefined, method: Endpoint['method']): Endpoint {
  return { url: resolveUrl(document, action ?? document.url?.split('#')[0] ?? ''), method }
}
