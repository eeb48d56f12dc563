import { EventEmitter } from 'node:events'
import type { Line, LineEvents, Party } from './ports.ts'

/**
 * A leg to an application instead of a person: its TwiML runs on this line, and what that says and hears is the
 * application's part of a conference. It answers at once.
 */
export class ApplicationLine implements Line {
  /** Its end in the conference. */
  readonly party: Party = {
    read: () => take(this.#said),
    write: (frame) => {
      this.#heard.frame = Uint8Array.from(frame)
    },
  }
  readonly #events = new EventEmitter()
  /** One frame waits at most: both sides keep the same clock. */
  readonly #said: Slot = {}
  readonly #heard: Slot = {}
  #isOver = false

  /** Dials it: it answers as soon as somebody listens. */
  dial(): this {
    setImmediate(() => {
      if (!this.#isOver) this.#events.emit('answered')
    })
    return this
  }

  on<E extends keyof LineEvents>(event: E, listener: LineEvents[E]): void {
    this.#events.on(event, listener)
  }

  answer(): void {}

  earlyMedia(): void {}

  hangUp(): void {
    this.#isOver = true
  }

  receiveDigit(digit: string): void {
    this.#events.emit('digit', digit)
  }

  read(): Uint8Array | undefined {
    return take(this.#heard)
  }

  write(frame: Uint8Array): void {
    this.#said.frame = Uint8Array.from(frame)
  }
}

interface Slot {
  frame?: Uint8Array | undefined
}

function take(slot: Slot): Uint8Array | undefined {
  const { frame } = slot
  slot.frame = undefined
  return frame
}
