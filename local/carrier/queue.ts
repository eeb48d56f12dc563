import { EventEmitter } from 'node:events'
import { newSid } from '#lib/ids.ts'
import type { Leg } from './leg.ts'

const USUAL_SIZE = 1000

/** Somebody took the head of the queue: what it is told first, and the conversation that follows. */
export interface Dequeuing {
  /** The leg that took it. */
  by: Leg
  /** Resolves when the conversation is over. */
  over: Promise<void>
  /** The one who waited was told what it had to be told and can be talked to. */
  ready: () => void
  /** It is asked for TwiML before it is connected. */
  tell?: { url: string; method: 'GET' | 'POST' } | undefined
}

/** One caller's place in a queue. */
export class QueueMember {
  readonly leg: Leg
  readonly queue: Queue
  readonly enqueuedAt = Date.now()
  /** Resolves when somebody takes it. */
  readonly taken: Promise<Dequeuing>
  #take: (dequeuing: Dequeuing) => void = () => {}
  #leftAt: number | undefined

  constructor(leg: Leg, queue: Queue) {
    this.leg = leg
    this.queue = queue
    this.taken = new Promise((resolve) => {
      this.#take = resolve
    })
  }

  /** From 1; 0 when it waits no more. */
  get position(): number {
    return this.queue.members.indexOf(this) + 1
  }

  /** Whole seconds. */
  get waitS(): number {
    return Math.round(((this.#leftAt ?? Date.now()) - this.enqueuedAt) / 1000)
  }

  /** Out of the queue for a conversation. */
  take(dequeuing: Dequeuing): void {
    this.leave()
    this.#take(dequeuing)
  }

  /** Out of the queue; harmless when it is out. */
  leave(): void {
    this.#leftAt ??= Date.now()
    this.queue.remove(this)
  }
}

/** Callers of one account who wait in line for somebody to dial them. */
export class Queue extends EventEmitter<{ joined: [] }> {
  readonly sid = newSid('QU')
  readonly accountSid: string
  readonly createdAt = Date.now()
  updatedAt = this.createdAt
  name: string
  maxSize: number
  #members: QueueMember[] = []

  constructor(accountSid: string, name: string, maxSize = USUAL_SIZE) {
    super()
    this.setMaxListeners(0)
    this.accountSid = accountSid
    this.name = name
    this.maxSize = maxSize
  }

  /** In the order they are served. */
  get members(): readonly QueueMember[] {
    return this.#members
  }

  /** How long those inside have waited on average, whole seconds. */
  get averageWaitS(): number {
    if (this.#members.length === 0) return 0
    return Math.round(this.#members.reduce((sum, { waitS }) => sum + waitS, 0) / this.#members.length)
  }

  /** By CallSid, or `Front` for the next to be served. */
  find(key: string): QueueMember | undefined {
    return key === 'Front' ? this.#members[0] : this.#members.find(({ leg }) => leg.sid === key)
  }

  /** Puts a leg at the end; undefined when the queue is full. */
  add(leg: Leg): QueueMember | undefined {
    if (this.#members.length >= this.maxSize) return undefined
    const member = new QueueMember(leg, this)
    this.#members.push(member)
    leg.once('ended', () => member.leave())
    this.emit('joined')
    return member
  }

  remove(member: QueueMember): void {
    this.#members = this.#members.filter((other) => other !== member)
  }
}

/** Every queue of this carrier. */
export class Queues {
  readonly all = new Map<string, Queue>()

  /** The account's queue of that name. */
  named(accountSid: string, name: string): Queue | undefined {
    return [...this.all.values()].find((queue) => queue.accountSid === accountSid && queue.name === name)
  }

  /** The account's queue of that name, made if it is not there. */
  open(accountSid: string, name: string, maxSize?: number): Queue {
    const queue = this.named(accountSid, name) ?? new Queue(accountSid, name, maxSize)
    this.all.set(queue.sid, queue)
    return queue
  }
}
