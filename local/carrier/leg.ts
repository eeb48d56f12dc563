import { EventEmitter } from 'node:events'
import { newSid } from '#lib/ids.ts'
import { log } from '#lib/log.ts'
import type { Line, LineEnd } from './ports.ts'
import { TappedLine } from './tapped-line.ts'

export type Direction = 'inbound' | 'outbound-api' | 'outbound-dial'
export type FinalStatus = 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled'
export type LegStatus = 'queued' | 'initiated' | 'ringing' | 'in-progress' | FinalStatus

export interface LegPlan {
  accountSid: string
  direction: Direction
  from: string
  to: string
  parentSid?: string
  applicationSid?: string
  numberSid?: string
}

interface LegEventMap {
  initiated: []
  ringing: []
  answered: []
  ended: []
  digit: [string]
  /** It was given something else to do by REST while a parent's Dial or a conference had it. */
  moved: []
}

/** Why an occupation was taken from a leg. */
export type Interruption = 'moved' | 'ended'
export type Occupation = (signal: AbortSignal) => Promise<void>

/** How a line's end before the answer reads in a CallStatus and a SipResponseCode. [unverified for browsers] */
const UNANSWERED: Record<LineEnd, { status: FinalStatus; sipCode: number }> = {
  hangup: { status: 'no-answer', sipCode: 487 },
  lost: { status: 'no-answer', sipCode: 480 },
  refused: { status: 'busy', sipCode: 603 },
  busy: { status: 'busy', sipCode: 486 },
  unreachable: { status: 'no-answer', sipCode: 480 },
  failed: { status: 'failed', sipCode: 503 },
}

/**
 * One party's connection, one CallSid.
 *   queued -> initiated -> ringing -> in-progress -> completed
 *   before the answer also -> busy | no-answer | failed | canceled
 */
export class Leg extends EventEmitter<LegEventMap> {
  readonly sid = newSid('CA')
  readonly plan: LegPlan
  readonly createdAt = Date.now()
  /** What the carrier spoke to this leg, for tests to read. */
  readonly said: string[] = []
  status: LegStatus
  startedAt: number | undefined
  answeredAt: number | undefined
  endedAt: number | undefined
  updatedAt = this.createdAt
  queueMs = 0
  sipCode: number | undefined
  /** What answered, once that was looked into. */
  answeredBy: string | undefined
  /** What its last status callback tells besides: its recording. */
  endFields: () => Record<string, string> = () => ({})
  /** Every status it had and since when, milliseconds since the epoch. */
  readonly history: { status: LegStatus; at: number }[]
  /** How it ends when its document runs out and it still rings: a Dial with answerOnBridge sets it. */
  endsUnanswered: FinalStatus | undefined
  #line: TappedLine | undefined
  #occupation: AbortController | undefined
  #settled: Promise<void> = Promise.resolve()
  #timers: NodeJS.Timeout[] = []

  constructor(plan: LegPlan) {
    super()
    this.setMaxListeners(0)
    this.plan = plan
    this.status = 'queued'
    this.history = [{ status: this.status, at: this.createdAt }]
  }

  get line(): TappedLine {
    if (!this.#line) throw new Error(`leg ${this.sid} has no line yet`)
    return this.#line
  }

  get isAnswered(): boolean {
    return this.status === 'in-progress'
  }

  get isEnded(): boolean {
    return this.endedAt !== undefined
  }

  /** Whole seconds of talk; 0 when nobody answered. */
  get durationS(): number {
    if (this.answeredAt === undefined) return 0
    return Math.round(((this.endedAt ?? Date.now()) - this.answeredAt) / 1000)
  }

  /** Takes a line that came to us; it rings until a verb answers it. */
  receive(line: Line): void {
    this.startedAt = Date.now()
    this.#attach(line)
    this.#become('ringing')
  }

  /** Dials: `connect` makes the line. Nobody there is a failure of its own. */
  dial(connect: () => Line | undefined): void {
    this.startedAt = Date.now()
    this.#become('initiated')
    this.emit('initiated')
    const line = connect()
    if (line) this.#attach(line)
    else this.#finish('failed', 404)
  }

  /** Answers a call that came to us; harmless when it was answered before. */
  answer(): void {
    if (this.isAnswered || this.isEnded) return
    this.line.answer()
    this.#answered()
  }

  /** Ends the leg in any state: a ringing one becomes `unanswered`. errorCode is what a browser's SDK is told. */
  end(unanswered: FinalStatus = 'canceled', errorCode?: number): void {
    if (this.isEnded) return
    const failed = unanswered === 'failed'
    const status = this.isAnswered && !failed ? 'completed' : unanswered
    this.#line?.hangUp(errorCode)
    this.#finish(status, this.isAnswered ? 200 : failed ? 500 : 487)
  }

  /** The proper end of a document: a call that still rings is answered first unless a Dial said how it ends. [unverified] */
  conclude(): void {
    const endsUnanswered = this.isAnswered ? undefined : this.endsUnanswered
    if (endsUnanswered === undefined) this.answer()
    this.end(endsUnanswered, endsUnanswered && SDK_ERROR[endsUnanswered])
  }

  /** Ends it as no-answer unless it is answered within the time. */
  ringFor(ms: number): void {
    const timer = setTimeout(() => this.end('no-answer'), ms)
    this.once('answered', () => clearTimeout(timer))
    this.#timers.push(timer)
  }

  /** Ends it when it has talked that long. */
  talkFor(ms: number): void {
    const start = () => this.#timers.push(setTimeout(() => this.end(), ms))
    if (this.isAnswered) start()
    else this.once('answered', start)
  }

  /**
   * Gives the leg something to do. What it did before is interrupted with 'moved' and has ended when this starts; when
   * it runs out by itself the call ends.
   */
  occupy(occupation: Occupation): void {
    const controller = new AbortController()
    this.#occupation?.abort('moved' satisfies Interruption)
    this.#occupation = controller
    this.#settled = this.#settled.then(() => this.#run(occupation, controller.signal))
  }

  /** Like occupy, and tells whoever had the leg (a parent's Dial) that it is gone. */
  move(occupation: Occupation): void {
    this.occupy(occupation)
    this.emit('moved')
  }

  async #run(occupation: Occupation, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.isEnded) return
    try {
      await occupation(signal)
      if (!signal.aborted) this.conclude()
    } catch (error) {
      log.error('call failed', { callSid: this.sid, error })
      if (!signal.aborted) this.end('failed', 31005)
    }
  }

  #attach(line: Line): void {
    this.#line = new TappedLine(line)
    line.on('ringing', () => {
      this.#become('ringing')
      this.emit('ringing')
    })
    line.on('answered', () => this.#answered())
    line.on('digit', (digit) => this.emit('digit', digit))
    line.on('ended', (why) => {
      const { status, sipCode } = UNANSWERED[why]
      this.#finish(this.isAnswered ? 'completed' : status, this.isAnswered ? 200 : sipCode)
    })
  }

  #answered(): void {
    this.answeredAt = Date.now()
    this.#become('in-progress')
    this.emit('answered')
  }

  #finish(status: FinalStatus, sipCode: number): void {
    if (this.isEnded) return
    this.endedAt = Date.now()
    this.sipCode = sipCode
    this.#become(status)
    for (const timer of this.#timers) clearTimeout(timer)
    this.#occupation?.abort('ended' satisfies Interruption)
    this.emit('ended')
  }

  #become(status: LegStatus): void {
    this.status = status
    this.updatedAt = Date.now()
    this.history.push({ status, at: this.updatedAt })
  }
}

/** What a browser hears of a call that ended before it was answered. */
const SDK_ERROR: Partial<Record<FinalStatus, number>> = { busy: 31486, 'no-answer': 31480, failed: 31005 }

/** Settles when the occupation is taken away. */
export function interrupted(signal: AbortSignal): Promise<Interruption> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(signal.reason as Interruption)
    else signal.addEventListener('abort', () => resolve(signal.reason as Interruption), { once: true })
  })
}

/** What a promise gives, or undefined when the occupation is taken away first: nobody waits for it then. */
export function unlessInterrupted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return Promise.race([promise, interrupted(signal).then(() => undefined)])
}
