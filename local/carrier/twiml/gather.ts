import { z } from 'zod'
import { interrupted } from '../leg.ts'
import type { Fields } from '../webhooks/sign.ts'
import { flag, keys, method, seconds, words } from './attributes.ts'
import { actionOf, resolveUrl } from './fetch.ts'
import { Listening } from './listening.ts'
import { type Element, misplaced, readAttributes } from './parse.ts'
import { pause } from './pause.ts'
import { play } from './play.ts'
import { say } from './say.ts'
import type { Run, Verb } from './verb.ts'

/** What recognition would work with (language, model, hints, filter) is taken and changes nothing: the words are known. */
export const Attributes = z.strictObject({
  input: words(['dtmf', 'speech']).default(['dtmf']),
  action: z.string().optional(),
  method,
  timeout: seconds(0, 600).default(5),
  speechTimeout: z.union([z.literal('auto'), seconds(0, 600)]).optional(),
  finishOnKey: keys.default('#'),
  numDigits: z.coerce.number().int().min(1).max(1000).default(1000),
  actionOnEmptyResult: flag.default(false),
  bargeIn: flag.default(true),
  language: z.string().default('en-US'),
  hints: z.string().optional(),
  speechModel: z.string().optional(),
  enhanced: flag.optional(),
  profanityFilter: flag.optional(),
  partialResultCallback: z.string().optional(),
  partialResultCallbackMethod: method,
})
type Attributes = z.infer<typeof Attributes>

/** How sure recognition is of words it was simply told. */
const CONFIDENCE = '0.95'
/** What speechTimeout="auto" waits after the last word, seconds. [unverified] */
const AUTO_PAUSE_S = 0.5
const PROMPTS: Record<string, Verb> = { Pause: pause, Play: play, Say: say }

/** <Gather>: answers, prompts, and asks its action with the keys pressed or the words said; without any the next verb runs. */
export const gather: Verb = async (run, element) => {
  const attributes = readAttributes(Attributes, element)
  const prompts = element.children.filter((child) => PROMPTS[child.name] || misplaced(child, element))
  const action = actionOf(run.document, attributes.action, attributes.method)
  run.leg.answer()
  const listening = new Listening(run.leg, run.exchange.parts.clock, wishes(attributes))
  await prompt(run, prompts, listening.began)
  if (!run.signal.aborted) listening.startTimer()
  await Promise.race([listening.done, interrupted(run.signal)])
  listening.stop()
  if (run.signal.aborted) return 'over'
  if (listening.isEmpty && !attributes.actionOnEmptyResult) return undefined
  if (listening.text !== '') tellPartial(run, attributes, listening.text)
  return { request: action, fields: result(attributes, listening) }
}

function wishes({ input, timeout, speechTimeout = timeout, ...rest }: Attributes) {
  return {
    ...rest,
    takesKeys: input.includes('dtmf'),
    takesSpeech: input.includes('speech'),
    timeoutMs: timeout * 1000,
    speechPauseMs: (speechTimeout === 'auto' ? AUTO_PAUSE_S : speechTimeout) * 1000,
  }
}

/** Says what is nested, until input comes. */
async function prompt(run: Run, prompts: Element[], began: AbortSignal): Promise<void> {
  const signal = AbortSignal.any([run.signal, began])
  for (const element of prompts) {
    if (!signal.aborted) await PROMPTS[element.name]!({ ...run, signal }, element)
  }
}

function result({ input, language }: Attributes, { digits, text, finishedBy }: Listening): Fields {
  if (text !== '' || !input.includes('dtmf')) {
    return { SpeechResult: text, ...(text !== '' && { Confidence: CONFIDENCE }), Language: language }
  }
  return { Digits: digits, ...(finishedBy !== undefined && { FinishedOnKey: finishedBy }), msg: 'Gather End' }
}

/** One partial result, which is the whole one. [unverified names] */
function tellPartial({ exchange, leg, document }: Run, attributes: Attributes, text: string): void {
  const { partialResultCallback: url, partialResultCallbackMethod: method, language } = attributes
  if (url === undefined) return
  const send = exchange.webhooks.outbox({ accountSid: leg.plan.accountSid, callSid: leg.sid })
  const endpoint = { url: resolveUrl(document, url), method }
  const fields = { SequenceNumber: '0', StableSpeechResult: text, UnstableSpeechResult: '', Language: language }
  send(endpoint, { CallSid: leg.sid, AccountSid: leg.plan.accountSid, ...fields })
}
