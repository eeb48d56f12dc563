import { z } from 'zod'
import type { Callback } from '../webhooks/webhooks.ts'
import { method, words } from './attributes.ts'
import { type Element, noChildren, readAttributes, TwimlError } from './parse.ts'

/** Somebody a Dial rings. */
export interface Target {
  /** `client:identity` or an E.164 number. */
  to: string
  /** What the browser is told besides, from <Parameter>. */
  params: Record<string, string>
  callback: Callback | undefined
}

const Attributes = z.strictObject({
  statusCallback: z.string().optional(),
  statusCallbackEvent: words(['initiated', 'ringing', 'answered', 'completed']).default(['completed']),
  statusCallbackMethod: method,
})

const Parameter = z.strictObject({ name: z.string(), value: z.string() })

const MOST_TARGETS = 10

/** The <Number>s and <Client>s of a Dial, or the number it stands for; throws TwimlError for anything else or over ten. */
export function readTargets(dial: Element): Target[] {
  if (dial.children.length === 0) return [{ to: dial.text, params: {}, callback: undefined }]
  if (dial.children.length > MOST_TARGETS) throw new TwimlError(12200, '<Dial> rings at most ten')
  return dial.children.map((noun) => {
    if (noun.name === 'Number') return readNumber(noun)
    if (noun.name === 'Client') return readClient(noun)
    throw new TwimlError(12200, `<${noun.name}> inside <Dial> is not emulated`)
  })
}

function readNumber(noun: Element): Target {
  noChildren(noun)
  return { to: noun.text, params: {}, callback: readCallback(noun) }
}

function readClient(noun: Element): Target {
  let identity = noun.text
  const params: Record<string, string> = {}
  for (const child of noun.children) {
    noChildren(child)
    if (child.name === 'Identity') identity = child.text
    else if (child.name === 'Parameter') {
      const { name, value } = readAttributes(Parameter, child)
      params[name] = value
    } else throw new TwimlError(12200, `<${child.name}> inside <Client> is not emulated`)
  }
  return { to: `client:${identity}`, params, callback: readCallback(noun) }
}

function readCallback(noun: Element): Callback | undefined {
  const { statusCallback, statusCallbackEvent, statusCallbackMethod } = readAttributes(Attributes, noun)
  if (statusCallback === undefined) return undefined
  return { url: statusCallback, method: statusCallbackMethod, events: new Set(statusCallbackEvent) }
}
