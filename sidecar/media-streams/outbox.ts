import type { WebSocket } from 'ws'

/** Bytes that may wait inside a socket: half a minute of one track. */
const MOST_BUFFERED = 256 * 1024
/** Messages that may wait outside it. */
const MOST_WAITING = 50

/** The way to somebody who may be slow: what waits is bounded, and the oldest sound is dropped first. */
export class Outbox {
  readonly #socket: WebSocket
  readonly #send: (text: string) => void
  #waiting: { text: string; isSound: boolean }[] = []
  dropped = 0

  constructor(socket: WebSocket, send: (text: string) => void = (text) => socket.send(text)) {
    this.#socket = socket
    this.#send = send
  }

  /** Sends sound, or drops the oldest that waits. */
  sound(text: string): void {
    if (this.#waiting.length === 0 && this.#hasRoom()) this.#send(text)
    else this.#keep({ text, isSound: true })
  }

  /** Sends what must come, in its place among the sound. */
  word(text: string): void {
    if (this.#waiting.length === 0) this.#send(text)
    else this.#keep({ text, isSound: false })
  }

  /** Drops all sound that waits here. */
  clear(): void {
    this.#waiting = this.#waiting.filter(({ isSound }) => !isSound)
    this.flush()
  }

  /** Sends what has room now. */
  flush(): void {
    while (this.#waiting.length > 0 && this.#hasRoom()) this.#send(this.#waiting.shift()!.text)
  }

  #keep(message: { text: string; isSound: boolean }): void {
    this.#waiting.push(message)
    this.flush()
    if (this.#waiting.length <= MOST_WAITING) return
    const oldest = this.#waiting.findIndex(({ isSound }) => isSound)
    this.#waiting.splice(Math.max(0, oldest), 1)
    this.dropped += 1
  }

  #hasRoom(): boolean {
    return this.#socket.bufferedAmount < MOST_BUFFERED
  }
}
