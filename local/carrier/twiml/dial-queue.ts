import { z } from 'zod'
import { interrupted } from '../leg.ts'
import type { Queue, QueueMember } from '../queue.ts'
import { Room } from '../room.ts'
import type { Fields } from '../webhooks/sign.ts'
import { method } from './attributes.ts'
import { bridge } from './bridge.ts'
import type { DialRecording } from './dial-recording.ts'
import { resolveUrl } from './fetch.ts'
import { type Element, noChildren, readAttributes, TwimlError } from './parse.ts'
import type { Run } from './verb.ts'

export const Attributes = z.strictObject({ url: z.string().optional(), method })

interface QueuePlan {
  /** Seconds to wait while the queue is empty. */
  timeout: number
  timeLimit: number
  hangupOnStar: boolean
}

/** <Queue>: answers and talks to the queue's head, for whom it waits; gives the fields of the action request. */
export async function dialQueue(run: Run, plan: QueuePlan, dial: Element, recording: DialRecording): Promise<Fields> {
  const [noun, second] = dial.children
  if (!noun || second) throw new TwimlError(12200, '<Queue> stands alone inside <Dial>')
  noChildren(noun)
  const { url, method } = readAttributes(Attributes, noun)
  const tell = url === undefined ? undefined : { url: resolveUrl(run.document, url), method }
  const { exchange, leg } = run
  leg.answer()
  const queue = exchange.queues.named(leg.plan.accountSid, noun.text)
  if (!queue) return { DialCallStatus: 'failed', DialBridged: 'false' }
  const member = await head(run, queue, plan.timeout * 1000)
  if (!member) return { DialCallStatus: 'no-answer', DialBridged: 'false' }
  return talk(run, plan, member, { tell, recording })
}

/** The one to be served next, or who joins within the time; undefined when nobody does or the leg is taken away. */
async function head(run: Run, queue: Queue, waitMs: number): Promise<QueueMember | undefined> {
  const [first] = queue.members
  if (first) return first
  let joined: () => void = () => {}
  let timer: NodeJS.Timeout | undefined
  const wait = new Promise<void>((resolve) => {
    joined = resolve
    timer = setTimeout(resolve, waitMs)
  })
  queue.once('joined', joined)
  await Promise.race([wait, interrupted(run.signal)])
  queue.off('joined', joined)
  clearTimeout(timer)
  return run.signal.aborted ? undefined : queue.members[0]
}

async function talk(
  run: Run,
  plan: QueuePlan,
  member: QueueMember,
  { tell, recording }: { tell: Parameters<QueueMember['take']>[0]['tell']; recording: DialRecording },
): Promise<Fields> {
  let ready: () => void = () => {}
  let end: () => void = () => {}
  const isReady = new Promise<void>((resolve) => {
    ready = resolve
    member.leg.once('ended', resolve)
  })
  const over = new Promise<void>((resolve) => {
    end = resolve
  })
  member.take({ by: run.leg, over, ready, tell })
  await Promise.race([isReady, interrupted(run.signal)])
  recording.answered()
  const startedAt = Date.now()
  await bridge(run, member.leg, new Room(run.exchange.parts.clock), plan)
  end()
  return {
    DialCallStatus: 'completed',
    DialCallSid: member.leg.sid,
    DialCallDuration: String(Math.round((Date.now() - startedAt) / 1000)),
    DialBridged: 'true',
  }
}
