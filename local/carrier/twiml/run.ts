import { log } from '#lib/log.ts'
import type { Exchange } from '../exchange.ts'
import type { Leg } from '../leg.ts'
import { callFields } from '../webhooks/call-fields.ts'
import type { Fields } from '../webhooks/sign.ts'
import type { Endpoint } from '../webhooks/webhooks.ts'
import { dial } from './dial.ts'
import { fetchDocument } from './fetch.ts'
import { hangup } from './hangup.ts'
import { parseTwiml, TwimlError } from './parse.ts'
import { pause } from './pause.ts'
import { play } from './play.ts'
import { redirect } from './redirect.ts'
import { reject } from './reject.ts'
import { say } from './say.ts'
import type { Document, Next, Run, Verb } from './verb.ts'

const VERBS: Record<string, Verb> = {
  Dial: dial,
  Hangup: hangup,
  Pause: pause,
  Play: play,
  Redirect: redirect,
  Reject: reject,
  Say: say,
}

/** What a call runs: a URL to ask, or TwiML given with the request that started it. */
export type Source =
  | { request: Endpoint; fields?: Fields; fallback?: Endpoint }
  | { twiml: string; fallback?: Endpoint }

/**
 * Runs a call's TwiML, document after document, verb by verb, until it has no more to do. Stricter than the real carrier,
 * which logs 12200 for an unknown verb or attribute and goes on: here the call fails.
 */
export async function runTwiml(exchange: Exchange, leg: Leg, source: Source, signal: AbortSignal): Promise<void> {
  try {
    let next: Next = 'twiml' in source ? await runDocument({ exchange, leg, signal }, parseGiven(source.twiml)) : source
    while (next !== undefined && next !== 'over' && !signal.aborted) {
      const fields = { ...next.fields, ...callFields(leg) }
      const document = await fetchDocument(exchange, leg, { endpoint: next.request, fields, fallback: source.fallback })
      next = await runDocument({ exchange, leg, signal }, document)
    }
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error
    exchange.journal.write('twiml-error', { callSid: leg.sid, code: error.code, message: error.message })
    log.warn('TwiML failed', { callSid: leg.sid, code: error.code, reason: error.message })
    if (!signal.aborted) leg.end('failed', 31005)
  }
}

const parseGiven = (twiml: string): Document => ({ elements: parseTwiml(twiml), url: undefined })

async function runDocument(on: Pick<Run, 'exchange' | 'leg' | 'signal'>, document: Document): Promise<Next> {
  for (const [index, element] of document.elements.entries()) {
    if (on.signal.aborted) return 'over'
    const verb = VERBS[element.name]
    if (!verb) throw new TwimlError(12200, `the verb <${element.name}> is not emulated`)
    const next = await verb({ ...on, document, isFirst: index === 0 }, element)
    if (next !== undefined) return next
  }
  return undefined
}
