import { log } from '#lib/log.ts'
import type { Exchange } from '../exchange.ts'
import { type Leg, unlessInterrupted } from '../leg.ts'
import { askAnyway } from './ask-anyway.ts'
import { connect } from './connect.ts'
import { dial } from './dial.ts'
import { enqueue } from './enqueue.ts'
import { openDocument, requestDocument, resolveUrl, warnOf } from './fetch.ts'
import { gather } from './gather.ts'
import { hangup } from './hangup.ts'
import { leave } from './leave.ts'
import { type Element, readAttributes, TwimlError } from './parse.ts'
import { pause } from './pause.ts'
import { play } from './play.ts'
import { record } from './record.ts'
import { RedirectAttributes, redirect } from './redirect.ts'
import { reject } from './reject.ts'
import { say } from './say.ts'
import { start } from './start.ts'
import { stop } from './stop.ts'
import type { Aside, Document, Next, Run, Source, Verb } from './verb.ts'

export type { Source } from './verb.ts'

const VERBS: Record<string, Verb> = {
  Connect: connect,
  Dial: dial,
  Enqueue: enqueue,
  Gather: gather,
  Hangup: hangup,
  Leave: leave,
  Pause: pause,
  Play: play,
  Record: record,
  Redirect: redirect,
  Reject: reject,
  Say: say,
  Start: start,
  Stop: stop,
}

/** <Leave> has a meaning only to those who wait in a queue. */
const IN_A_CALL = Object.keys(VERBS).filter((name) => name !== 'Leave')

/** A leg on which documents run, and what they may do there. */
type Stage = Pick<Aside, 'leg' | 'verbs' | 'refusals' | 'signal'> & { exchange: Exchange }

/**
 * Runs a call's TwiML, document after document, verb by verb, until it has no more to do. Stricter than the real carrier,
 * which logs 12200 for an unknown verb or attribute and goes on: here the call fails, unless the carrier is set lenient.
 */
export async function runTwiml(exchange: Exchange, leg: Leg, source: Source, signal: AbortSignal): Promise<void> {
  const stage = { exchange, leg, signal, verbs: IN_A_CALL }
  try {
    for (let now: Source | undefined = source; now && !signal.aborted; ) {
      const document: Document | undefined = await unlessInterrupted(openDocument(exchange, leg, now), signal)
      const next: Next = document && (await runDocument(stage, document))
      now = typeof next === 'object' ? { ...next, fallback: source.fallback } : undefined
    }
  } catch (error) {
    if (!(error instanceof TwimlError)) throw error
    exchange.journal.write('twiml-error', { callSid: leg.sid, code: error.code, message: error.message })
    log.warn('TwiML failed', { callSid: leg.sid, code: error.code, reason: error.message })
    if (!signal.aborted) leg.end('failed', 31005)
  }
}

/** Runs what a leg is told beside its call; true when it ended by <Leave>. Throws TwimlError or DeliveryError. */
export async function performAside(exchange: Exchange, aside: Aside): Promise<boolean> {
  let next: Next = { request: aside.request }
  while (typeof next === 'object' && !aside.signal.aborted) {
    const fields = { ...next.fields, ...aside.fields?.() }
    const document = await requestDocument(exchange, aside.leg, next.request, fields)
    next = await runDocument({ ...aside, exchange }, document)
  }
  return next === 'leave'
}

async function runDocument(stage: Stage, document: Document): Promise<Next> {
  const { exchange, leg, signal } = stage
  const perform = (aside: Aside) => performAside(exchange, aside)
  for (const [index, element] of document.elements.entries()) {
    const run = { exchange, leg, signal, document, isFirst: index === 0, perform }
    if (signal.aborted) {
      if (document.elements[index - 1]?.name === 'Dial') askInVain(run, element)
      return 'over'
    }
    const next = await runVerb(stage, run, element)
    if (next !== undefined) return next
  }
  return undefined
}

/** A <Redirect> after the Dial of a call that REST moved away is still asked; nobody runs what it answers. */
function askInVain(run: Run, element: Element): void {
  if (element.name !== 'Redirect' || run.signal.reason !== 'moved') return
  const { method } = readAttributes(RedirectAttributes, element)
  askAnyway(run, { url: resolveUrl(run.document, element.text), method }, {})
}

/** Where the carrier is lenient, what it cannot run is passed over with a warning. */
async function runVerb({ verbs, refusals = {} }: Stage, run: Run, element: Element): Promise<Next> {
  try {
    const verb = VERBS[element.name]
    if (!verb) throw new TwimlError(12200, `the verb <${element.name}> is not emulated`)
    if (!verbs.includes(element.name))
      throw new TwimlError(refusals[element.name] ?? 12200, `<${element.name}> has no place here`)
    return await verb(run, element)
  } catch (error) {
    const warn = warnOf(run.exchange, run.leg)
    if (!warn || !(error instanceof TwimlError) || error.code !== 12200) throw error
    warn(error.message)
    return undefined
  }
}
