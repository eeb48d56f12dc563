import { EventEmitter } from 'node:events'
import type { Line, LineEnd, LineEvents, Phones } from './ports.ts'
import { ringback } from './ringback.ts'

/** Takes a call to a number somebody owns; false when nobody does. The line is made when the call has a sid. */
type Receive = (call: { from: string; to: string }, connect: () => Line) => boolean

/** The phone network with the owned numbers in it: a call to one of them comes back in as a call of its own. */
export function withOwnNumbers(phones: Phones, receive: Receive): Phones {
  return {
    dial: (call) => {
      const inward = new LineEndpoint()
      const outward = new LineEndpoint(ringback(call.to))
      inward.other = outward
      outward.other = inward
      const taken = receive(call, () => inward)
      if (!taken) return phones.dial(call)
      setImmediate(() => outward.ring())
      return outward
    },
  }
}

/** Half of a call between two legs of the carrier: what one is written the other reads, what one does the other reports. */
class LineEndpoint implements Line {
  other: LineEndpoint | undefined
  readonly #events = new EventEmitter()
  readonly #ringback: (() => Uint8Array | undefined) | undefined
  #heard: Uint8Array | undefined
  #isAnswered = false
  #isOver = false

  constructor(ringback?: () => Uint8Array | undefined) {
    this.#ringback = ringback
  }

  on<E extends keyof LineEvents>(event: E, listener: LineEvents[E]): void {
    this.#events.on(event, listener)
  }

  ring(): void {
    if (!this.#isOver) this.#events.emit('ringing')
  }

  answer(): void {
    this.#isAnswered = true
    this.other?.answered()
  }

  answered(): void {
    this.#isAnswered = true
    this.#events.emit('answered')
  }

  /** Whoever calls hears what is written, answered or not. */
  earlyMedia(): void {}

  hangUp(errorCode?: number): void {
    if (this.#isOver) return
    this.#isOver = true
    const isCaller = this.#ringback !== undefined
    this.other?.end(this.#isAnswered || isCaller ? 'hangup' : (UNANSWERED[errorCode ?? 0] ?? 'refused'))
  }

  end(why: LineEnd): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#events.emit('ended', why)
  }

  read(): Uint8Array | undefined {
    const frame = this.#heard
    this.#heard = undefined
    return frame ?? (this.#isAnswered ? undefined : this.#ringback?.())
  }

  /** One frame waits at most: both sides keep the same clock. */
  write(frame: Uint8Array): void {
    if (this.other) this.other.#heard = Uint8Array.from(frame)
  }

  receiveDigit(digit: string): void {
    this.other?.press(digit)
  }

  press(digit: string): void {
    this.#events.emit('digit', digit)
  }
}

/** What a leg tells its line when it ends unanswered, as the other side sees it. */
const UNANSWERED: Record<number, LineEnd> = { 31486: 'busy', 31480: 'unreachable' }
