import { z } from 'zod'
import { interrupted, unlessInterrupted } from '../leg.ts'
import { waitingMusic } from '../music.ts'
import type { Dequeuing, QueueMember } from '../queue.ts'
import type { Fields } from '../webhooks/sign.ts'
import type { Endpoint } from '../webhooks/webhooks.ts'
import { askAnyway } from './ask-anyway.ts'
import { method } from './attributes.ts'
import { noteFailure, resolveUrl } from './fetch.ts'
import { noChildren, readAttributes } from './parse.ts'
import { sleep } from './pause.ts'
import { playFrames } from './say.ts'
import type { Next, Run, Verb } from './verb.ts'

export const Attributes = z.strictObject({
  action: z.string().optional(),
  method,
  waitUrl: z.string().optional(),
  waitUrlMethod: method,
})

const WHILE_WAITING = ['Gather', 'Hangup', 'Leave', 'Pause', 'Play', 'Redirect', 'Say']
const BEFORE_CONNECTED = ['Pause', 'Play', 'Redirect', 'Say']
/** A wait document that says nothing is asked for again after this. [unverified] */
const LEAST_WAIT_MS = 1000
const MOST_NAME = 64

/** <Enqueue>: answers and waits in a queue, which it makes if need be, until somebody dials it or it leaves. */
export const enqueue: Verb = async (run, element) => {
  const attributes = readAttributes(Attributes, element)
  noChildren(element)
  run.leg.answer()
  const queue = run.exchange.queues.open(run.leg.plan.accountSid, element.text.slice(0, MOST_NAME))
  const action = attributes.action === undefined ? undefined : endpoint(run, attributes.action, attributes.method)
  const wait = attributes.waitUrl ? endpoint(run, attributes.waitUrl, attributes.waitUrlMethod) : undefined
  const member = queue.add(run.leg)
  if (!member) return goOn(run, action, { QueueResult: 'queue-full', QueueSid: queue.sid, QueueTime: '0' })
  const result = await spend(run, member, wait)
  return goOn(run, action, { QueueResult: result, QueueSid: queue.sid, QueueTime: String(member.waitS) })
}

const endpoint = ({ document }: Run, url: string, method: Endpoint['method']): Endpoint => ({
  url: resolveUrl(document, url),
  method,
})

function goOn(run: Run, action: Endpoint | undefined, fields: Fields): Next {
  if (!action) return undefined
  if (!run.signal.aborted) return { request: action, fields }
  askAnyway(run, action, fields)
  return 'over'
}

/** The time in the queue and the conversation after it; gives the QueueResult. */
async function spend(run: Run, member: QueueMember, wait: Endpoint | undefined): Promise<string> {
  const stop = new AbortController()
  const signal = AbortSignal.any([run.signal, stop.signal])
  const waiting = keepWaiting({ ...run, signal }, member, wait)
  const outcome = await Promise.race([waiting, member.taken, interrupted(run.signal)])
  stop.abort()
  member.leave()
  if (run.signal.aborted) return run.signal.reason === 'moved' ? 'redirected' : 'hangup'
  return typeof outcome === 'object' ? converse(run, member, outcome) : outcome
}

/** What is heard in the queue, again and again; gives why it was left by itself. */
async function keepWaiting(run: Run, member: QueueMember, wait: Endpoint | undefined): Promise<'leave' | 'error'> {
  const { leg, signal } = run
  try {
    if (!wait) await playFrames(run, waitingMusic())
    const aside = { leg, signal, verbs: WHILE_WAITING, fields: () => waitFields(member) }
    while (wait && !signal.aborted) {
      const startedAt = Date.now()
      if (await run.perform({ ...aside, request: wait })) return 'leave'
      await sleep(LEAST_WAIT_MS - (Date.now() - startedAt), signal)
    }
    return 'leave'
  } catch (error) {
    noteFailure(run.exchange, leg, error)
    return 'error'
  }
}

function waitFields(member: QueueMember): Fields {
  const { queue } = member
  return {
    QueueSid: queue.sid,
    QueuePosition: String(member.position),
    QueueTime: String(member.waitS),
    AvgQueueTime: String(queue.averageWaitS),
    CurrentQueueSize: String(queue.members.length),
    MaxQueueSize: String(queue.maxSize),
  }
}

/** It is told what the dialler's noun says, then talks until that is over. */
async function converse(run: Run, member: QueueMember, { by, tell, ready, over }: Dequeuing): Promise<string> {
  const { leg, signal } = run
  const fields = () => ({ QueueSid: member.queue.sid, QueueTime: String(member.waitS), DequeingCallSid: by.sid })
  try {
    const aside = { leg, signal, verbs: BEFORE_CONNECTED, fields }
    if (tell) await unlessInterrupted(run.perform({ ...aside, request: tell }), signal)
  } catch (error) {
    noteFailure(run.exchange, leg, error)
  }
  ready()
  const why = await Promise.race([over, interrupted(signal)])
  return why === 'moved' ? 'redirected-from-bridged' : 'bridged'
}
