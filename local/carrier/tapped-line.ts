import { SILENCE } from '#lib/media/mulaw.ts'
import type { MediaClock } from './clock.ts'
import type { Line, LineEvents } from './ports.ts'

/** Gets one tick of a line: what its party said and what it heard. The frames must not be kept or changed. */
export type Follower = (said: Uint8Array, heard: Uint8Array) => void

/**
 * A line whose sound others may follow: recordings, streams, whoever waits for silence. It is read once per tick at
 * most, by a room or else for the followers, so that following it changes nothing of what is heard.
 */
export class TappedLine implements Line {
  readonly #line: Line
  readonly #followers = new Set<Follower>()
  #stop: (() => void) | undefined
  #wasRead = false
  #said: Uint8Array | undefined
  #heard: Uint8Array | undefined

  constructor(line: Line) {
    this.#line = line
  }

  get audioSeen(): boolean | undefined {
    return this.#line.audioSeen
  }

  get mediaAddress(): string | undefined {
    return this.#line.mediaAddress
  }

  get isMachine(): boolean | undefined {
    return this.#line.isMachine
  }

  get utterance(): string | undefined {
    return this.#line.utterance
  }

  on<E extends keyof LineEvents>(event: E, listener: LineEvents[E]): void {
    this.#line.on(event, listener)
  }

  answer(): void {
    this.#line.answer()
  }

  earlyMedia(): void {
    this.#line.earlyMedia()
  }

  hangUp(errorCode?: number): void {
    this.#line.hangUp(errorCode)
  }

  receiveDigit(digit: string): void {
    this.#line.receiveDigit?.(digit)
  }

  read(): Uint8Array | undefined {
    this.#wasRead = true
    this.#said = this.#line.read()
    return this.#said
  }

  write(frame: Uint8Array): void {
    this.#heard = frame
    this.#line.write(frame)
  }

  /** Tells the follower every tick, after the mix, until the function it gives is called. */
  follow(clock: MediaClock, follower: Follower): () => void {
    this.#followers.add(follower)
    if (!this.#stop) {
      this.#clear()
      this.#stop = clock.subscribe(() => this.#tell(), 'send')
    }
    return () => {
      this.#followers.delete(follower)
      if (this.#followers.size > 0) return
      this.#stop?.()
      this.#stop = undefined
    }
  }

  #tell(): void {
    if (!this.#wasRead) this.read()
    for (const follower of this.#followers) follower(this.#said ?? SILENCE, this.#heard ?? SILENCE)
    this.#clear()
  }

  #clear(): void {
    this.#wasRead = false
    this.#said = undefined
    this.#heard = undefined
  }
}
