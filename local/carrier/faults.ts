import { z } from 'zod'
import { log } from '#lib/log.ts'
import type { Journal } from './journal.ts'

const chance = z.number().min(0).max(1).default(0)
const ms = z.number().int().min(0).max(60_000)

/** What happens to callbacks; only those of the named kinds, all when none is named. Kinds: see kindOf. */
const CallbackFaults = z.strictObject({
  kinds: z.array(z.string()).default([]),
  drop: chance,
  duplicate: chance,
  /** Later callbacks of the same call overtake it. */
  reorder: chance,
  delay: chance,
  /** For delay and reorder. */
  delayMs: ms.default(1000),
})

/** What happens to REST requests of these methods whose path contains the text. */
const RestFaults = z.strictObject({
  methods: z.array(z.enum(['GET', 'POST', 'DELETE'])).default(['GET', 'POST', 'DELETE']),
  path: z.string().default(''),
  /** The request is done, the connection dies before the reply. */
  dropReply: chance,
  tooMany: chance,
  fail: chance,
  slow: chance,
  slowMs: ms.default(3000),
})

/** Faults on demand. `seed` makes every decision repeatable; `times` ends them after that many (0: never). */
export const FaultPlan = z.strictObject({
  seed: z.number().int().min(0).max(0xffffffff).optional(),
  callbacks: CallbackFaults.prefault({}),
  rest: RestFaults.prefault({}),
  media: z.strictObject({ lose: chance }).prefault({}),
  times: z.number().int().min(0).default(0),
})
export type FaultPlan = z.infer<typeof FaultPlan>

export type CallbackFate = 'send' | 'drop' | 'duplicate' | 'reorder' | 'delay'
export type RestFate = 'serve' | 'dropReply' | 'tooMany' | 'fail' | 'slow'

/** Decides what goes wrong. Callbacks, REST and media have a row of random numbers each, so that none disturbs another. */
export class Faults {
  plan: FaultPlan = FaultPlan.parse({})
  seed = 0
  #random = rows(0)
  #done = 0
  readonly #journal: Journal

  constructor(journal: Journal) {
    this.#journal = journal
  }

  /** Begins anew with a plan; without a seed one is made up. The seed is logged. */
  set(plan: FaultPlan): void {
    this.plan = plan
    this.seed = plan.seed ?? Math.floor(Math.random() * 0x1_0000_0000)
    this.#random = rows(this.seed)
    this.#done = 0
    log.warn('Faults on demand', { seed: this.seed, plan })
    this.#journal.write('faults', { seed: this.seed, plan })
  }

  /** Nothing goes wrong from now on. */
  clear(): void {
    this.plan = FaultPlan.parse({})
  }

  callback(kind: string): CallbackFate {
    const { kinds, drop, duplicate, reorder, delay } = this.plan.callbacks
    if (kinds.length > 0 && !kinds.includes(kind)) return 'send'
    const fate = this.#pick('callbacks', { drop, duplicate, reorder, delay }) ?? 'send'
    return this.#note(fate, 'send', { what: `callback ${kind}` })
  }

  rest(method: string, path: string): RestFate {
    const { methods, path: text, dropReply, tooMany, fail, slow } = this.plan.rest
    if (!methods.some((each) => each === method) || !path.includes(text)) return 'serve'
    const fate = this.#pick('rest', { dropReply, tooMany, fail, slow }) ?? 'serve'
    return this.#note(fate, 'serve', { what: `${method} ${path}` })
  }

  /** Whether one packet of sound is lost. */
  losesPacket(): boolean {
    return this.plan.media.lose > 0 && this.#random.media() < this.plan.media.lose
  }

  /** One random number a decision, whatever the chances: another plan with the same seed sees the same row. */
  #pick<T extends string>(row: 'callbacks' | 'rest', chances: Record<T, number>): T | undefined {
    let left = this.#random[row]()
    if (this.plan.times > 0 && this.#done >= this.plan.times) return undefined
    for (const [fate, share] of Object.entries(chances) as [T, number][]) {
      if (left < share) return fate
      left -= share
    }
    return undefined
  }

  #note<T extends string>(fate: T, none: T, fields: Record<string, unknown>): T {
    if (fate === none) return fate
    this.#done += 1
    log.warn('Fault', { seed: this.seed, fate, ...fields })
    this.#journal.write('fault', { seed: this.seed, fate, ...fields })
    return fate
  }
}

function rows(seed: number) {
  return { callbacks: randomNumbers(seed), rest: randomNumbers(seed ^ 0x9e3779b9), media: randomNumbers(~seed) }
}

/** Numbers from 0 to 1 that only depend on the seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }
}

/** The kind of a callback: its conference, recording or stream event, else the call's status. */
export function kindOf(fields: Record<string, string>): string {
  const { StatusCallbackEvent, RecordingStatus, StreamEvent, AnsweredBy, CallStatus } = fields
  if (StatusCallbackEvent !== undefined) return StatusCallbackEvent
  if (RecordingStatus !== undefined) return `recording-${RecordingStatus}`
  if (StreamEvent !== undefined) return StreamEvent
  return CallStatus ?? (AnsweredBy === undefined ? 'other' : 'answered-by')
}
