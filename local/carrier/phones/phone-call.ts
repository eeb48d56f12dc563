import { EventEmitter } from 'node:events'
import { Speaker } from '../playback.ts'
import type { Line, LineEnd, LineEvents, Party } from '../ports.ts'
import { ringback } from '../ringback.ts'
import { Echo } from './echo.ts'
import { Hearing } from './hearing.ts'
import { Lane } from './lane.ts'
import { Utterance } from './utterance.ts'

/** Somebody at the phone in person, with a microphone of their own. */
export interface Person extends Party {
  leave(): void
}

/** Something that happened at the phone, for people to read. */
export interface Happening {
  /** Milliseconds since the epoch. */
  at: number
  what: 'ringing' | 'dialled' | 'answered' | 'pressed' | 'keys' | 'ended'
  detail?: string
}

export interface PhoneCallPlan {
  callSid: string
  /** The phone's own number. */
  number: string
  /** Seen from the phone: out when it dialled. */
  direction: 'in' | 'out'
  /** Who calls it, or whom it called. */
  other?: string
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
  /** An answering machine picked it up. */
  isMachine = false
  readonly diary: Happening[] = []
  /** How loud it was in both directions. */
  readonly lanes = { said: new Lane(), heard: new Lane() }
  readonly #events = new EventEmitter()
  readonly #speaker = new Speaker()
  readonly #ringback: () => Uint8Array | undefined
  #utterance: Utterance | undefined
  #echo: Echo | undefined
  #person: Person | undefined
  #wasRead = true
  #timer: NodeJS.Timeout | undefined

  constructor(plan: PhoneCallPlan) {
    this.plan = plan
    this.#ringback = ringback(plan.number)
    this.#note(plan.direction === 'in' ? 'ringing' : 'dialled', plan.other)
  }

  get isPersonThere(): boolean {
    return this.#person !== undefined
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

  get utterance(): string | undefined {
    return this.#utterance?.text
  }

  /** Once per tick of the clock: what nobody listened to since the last one is gone all the same. */
  tick(): void {
    if (!this.#wasRead) this.read()
    this.#wasRead = false
  }

  read(): Uint8Array | undefined {
    this.#wasRead = true
    if (this.state === 'answered') return this.#speak()
    return this.state === 'ringing' && this.plan.direction === 'in' ? this.#ringback() : undefined
  }

  write(frame: Uint8Array): void {
    if (this.state === 'ended') return
    this.hearing.add(frame)
    this.lanes.heard.add(frame)
    this.#echo?.hear(frame)
    this.#person?.write(frame)
  }

  receiveDigit(digit: string): void {
    this.digits += digit
    this.#note('keys', digit)
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
    this.#note('pressed', digits)
    for (const digit of digits) this.#events.emit('digit', digit)
    return true
  }

  /** Says something instead of what it says now; nothing given makes it silent. Gives true once it was said to its end. */
  async say(sound: Iterable<Uint8Array> | undefined): Promise<boolean> {
    this.#speaker.stop()
    this.#utterance = sound instanceof Utterance ? sound : undefined
    if (!sound) return true
    const whole = await this.#speaker.play(sound)
    if (this.#utterance === sound) this.#utterance = undefined
    return whole
  }

  /** From now on it says again what it hears, that many ms later. */
  echo(delayMs: number): void {
    this.#echo = new Echo(delayMs)
  }

  /** A person takes the phone: heard when it says nothing itself, instead of any echo. Nobody given: the person is gone. */
  take(person: Person | undefined): void {
    this.#person?.leave()
    this.#person = this.state === 'ended' ? undefined : person
    if (this.state === 'ended') person?.leave()
  }

  #speak(): Uint8Array | undefined {
    // Both are read on every tick, so that neither is late when the sentence is over.
    const [person, echo] = [this.#person?.read(), this.#echo?.read()]
    const frame = this.#speaker.read() ?? person ?? echo
    if (frame) this.lanes.said.add(frame)
    return frame
  }

  #note(what: Happening['what'], detail?: string): void {
    this.diary.push({ at: Date.now(), what, ...(detail !== undefined && { detail }) })
  }

  #connect(): void {
    if (this.state !== 'ringing') return
    clearTimeout(this.#timer)
    this.answeredAt = Date.now()
    this.#note('answered')
    void this.say(this.plan.sound)
  }

  #end(reason: 'phone' | 'far'): void {
    if (this.state === 'ended') return
    clearTimeout(this.#timer)
    this.#speaker.stop()
    this.take(undefined)
    this.hearing.stop()
    this.endedAt = Date.now()
    this.endReason = reason
    this.#note('ended', reason)
  }
}
