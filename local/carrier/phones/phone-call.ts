import { EventEmitter } from 'node:events'
import { Speaker } from '../playback.ts'
import type { Line, LineEnd, LineEvents } from '../ports.ts'
import { ringback } from '../ringback.ts'
import { Hearing } from './hearing.ts'

export interface PhoneCallPlan {
  callSid: string
  /** The phone's own number. */
  number: string
  /** Seen from the phone: out when it dialled. */
  direction: 'in' | 'out'
  /** What it says once answered. */
  sound?: Iterable<Uint8Array> | undefined
}

/** One call of a simulated phone: the carrier sees it as a Line, tests and people see what it heard. ringing -> answered -> ended */
export class PhoneCall implements Line {
  readonly plan: PhoneCallPlan
  readonly hearing = new Hearing()
  readonly ringingAt = Date.now()
  answeredAt: number | null = null
  endedAt: number | null = null
  endReason: 'phone' | 'far' | null = null
  /** The keys the other party pressed. */
  digits = ''
  readonly #events = new EventEmitter()
  readonly #speaker = new Speaker()
  readonly #ringback: () => Uint8Array | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(plan: PhoneCallPlan) {
    this.plan = plan
    this.#ringback = ringback(plan.number)
  }

  get state(): 'ringing' | 'answered' | 'ended' {
    if (this.endedAt !== null) return 'ended'
    return this.answeredAt === null ? 'ringing' : 'answered'
  }

  on<E extends keyof LineEvents>(event: E, listener: LineEvents[E]): void {
    this.#events.on(event, listener)
  }

  answer(): void {
    this.#connect()
  }

  /** A phone hears whatever is written to it, answered or not. */
  earlyMedia(): void {}

  hangUp(): void {
    this.#end('far')
  }

  read(): Uint8Array | undefined {
    if (this.state === 'answered') return this.#speaker.read()
    return this.state === 'ringing' && this.plan.direction === 'in' ? this.#ringback() : undefined
  }

  write(frame: Uint8Array): void {
    if (this.state !== 'ended') this.hearing.add(frame)
  }

  receiveDigit(digit: string): void {
    this.digits += digit
  }

  /** The phone begins to ring; what it does afterwards happens in ms. */
  ring(then?: { afterMs: number; act: () => void }): void {
    if (this.state !== 'ringing') return
    this.#events.emit('ringing')
    if (then) this.after(then.afterMs, then.act)
  }

  /** Does something later unless the call has ended by then. */
  after(ms: number, act: () => void): void {
    this.#timer = setTimeout(act, ms)
  }

  /** Somebody lifts the receiver of a ringing phone. False when it does not ring. */
  pickUp(): boolean {
    if (this.state !== 'ringing' || this.plan.direction === 'out') return false
    this.#connect()
    this.#events.emit('answered')
    return true
  }

  /** The phone ends the call: puts down, declines, gives the busy tone. False when it was over. */
  putDown(why: LineEnd = 'hangup'): boolean {
    if (this.state === 'ended') return false
    this.#end('phone')
    this.#events.emit('ended', why)
    return true
  }

  press(digits: string): boolean {
    if (this.state !== 'answered') return false
    for (const digit of digits) this.#events.emit('digit', digit)
    return true
  }

  /** Says something instead of what it says now; nothing given makes it silent. */
  say(sound: Iterable<Uint8Array> | undefined): void {
    this.#speaker.stop()
    if (sound) void this.#speaker.play(sound)
  }

  #connect(): void {
    if (this.state !== 'ringing') return
    clearTimeout(this.#timer)
    this.answeredAt = Date.now()
    this.say(this.plan.sound)
  }

  #end(reason: 'phone' | 'far'): void {
    if (this.state === 'ended') return
    clearTimeout(this.#timer)
    this.#speaker.stop()
    this.hearing.stop()
    this.endedAt = Date.now()
    this.endReason = reason
  }
}
