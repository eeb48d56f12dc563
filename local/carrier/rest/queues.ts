import { z } from 'zod'
import type { Exchange } from '../exchange.ts'
import type { Queue, QueueMember } from '../queue.ts'
import { rfc2822 } from '../rfc2822.ts'
import type { Ask, Route } from '../router.ts'
import { runTwiml } from '../twiml/run.ts'
import { method, readForm, webUrl } from './form.ts'
import { pageOf } from './page.ts'
import { notFound, RestError } from './rest-error.ts'

const size = z.coerce.number().int().min(1).max(5000)
export const Create = z.object({ FriendlyName: z.string().min(1).max(64), MaxSize: size.default(1000) })
export const Update = z.object({ FriendlyName: z.string().min(1).max(64).optional(), MaxSize: size.optional() })
export const Move = z.object({ Url: webUrl, Method: method.default('POST') })

/** Queues of callers and who waits in them. [unverified: the codes of a taken name and of a queue that is not empty] */
export function queueRoutes(exchange: Exchange): Route[] {
  const base = '/2010-04-01/Accounts/:account/Queues'
  const one = `${base}/:queue.json`
  const members = `${base}/:queue/Members`
  const show = (queue: Queue, status = 200) => ({ status, body: queueView(queue) })
  const showMember = (member: QueueMember) => ({ status: 200, body: memberView(member) })
  return [
    { method: 'GET', path: `${base}.json`, run: (ask) => pageOf(ask, 'queues', own(exchange, ask), queueView) },
    { method: 'POST', path: `${base}.json`, run: (ask) => show(create(exchange, ask), 201) },
    { method: 'GET', path: one, run: (ask) => show(find(exchange, ask)) },
    { method: 'POST', path: one, run: (ask) => show(update(exchange, ask)) },
    { method: 'DELETE', path: one, run: (ask) => remove(exchange, ask) },
    {
      method: 'GET',
      path: `${members}.json`,
      run: (ask) => pageOf(ask, 'queue_members', find(exchange, ask).members, memberView),
    },
    { method: 'GET', path: `${members}/:member.json`, run: (ask) => showMember(findMember(exchange, ask)) },
    { method: 'POST', path: `${members}/:member.json`, run: (ask) => move(exchange, ask) },
  ]
}

const own = (exchange: Exchange, { params }: Ask) =>
  [...exchange.queues.all.values()].filter(({ accountSid }) => accountSid === params.account)

function find(exchange: Exchange, { params, path }: Ask): Queue {
  const queue = exchange.queues.all.get(params.queue!)
  if (queue?.accountSid !== params.account) throw notFound(path)
  return queue!
}

function findMember(exchange: Exchange, ask: Ask): QueueMember {
  const member = find(exchange, ask).find(ask.params.member!)
  if (!member) throw notFound(ask.path)
  return member
}

function create(exchange: Exchange, ask: Ask): Queue {
  const form = readForm(Create, ask.body, { operation: 'Queues' })
  checkName(exchange, ask, form.FriendlyName)
  return exchange.queues.open(ask.params.account!, form.FriendlyName, form.MaxSize)
}

function update(exchange: Exchange, ask: Ask): Queue {
  const queue = find(exchange, ask)
  const { FriendlyName, MaxSize } = readForm(Update, ask.body, { operation: 'Queues/{Sid}' })
  if (FriendlyName !== undefined && FriendlyName !== queue.name) checkName(exchange, ask, FriendlyName)
  queue.name = FriendlyName ?? queue.name
  queue.maxSize = MaxSize ?? queue.maxSize
  queue.updatedAt = Date.now()
  return queue
}

function checkName(exchange: Exchange, { params }: Ask, name: string): void {
  if (exchange.queues.named(params.account!, name)) {
    throw new RestError(400, 22003, `A queue of the name ${name} already exists`)
  }
}

function remove(exchange: Exchange, ask: Ask) {
  const queue = find(exchange, ask)
  if (queue.members.length > 0) throw new RestError(400, 22006, 'The queue is not empty')
  exchange.queues.all.delete(queue.sid)
  return { status: 204 }
}

/** Takes a caller out of the line and gives the call other TwiML. */
function move(exchange: Exchange, ask: Ask) {
  const member = findMember(exchange, ask)
  const body = memberView(member)
  const { Url, Method } = readForm(Move, ask.body, { operation: 'Queues/{QueueSid}/Members/{CallSid}' })
  const { leg } = member
  const request = { url: Url, method: Method }
  leg.move((signal) => runTwiml(exchange, leg, { request, fallback: undefined }, signal))
  member.leave()
  return { status: 200, body }
}

const queueUri = ({ accountSid, sid }: Queue) => `/2010-04-01/Accounts/${accountSid}/Queues/${sid}`

const queueView = (queue: Queue) => ({
  sid: queue.sid,
  account_sid: queue.accountSid,
  friendly_name: queue.name,
  current_size: queue.members.length,
  max_size: queue.maxSize,
  average_wait_time: queue.averageWaitS,
  date_created: rfc2822(queue.createdAt),
  date_updated: rfc2822(queue.updatedAt),
  uri: `${queueUri(queue)}.json`,
})

const memberView = (member: QueueMember) => ({
  queue_sid: member.queue.sid,
  call_sid: member.leg.sid,
  date_enqueued: rfc2822(member.enqueuedAt),
  position: member.position,
  wait_time: member.waitS,
  uri: `${queueUri(member.queue)}/Members/${member.leg.sid}.json`,
})
