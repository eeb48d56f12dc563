import type { DirectSocket } from '#lib/media/direct-socket.ts'
import {
  type CarrierFrame,
  type MediaFrame,
  readCarrierFrame,
  type StartFrame,
  StreamWriter,
  type Track,
} from '#lib/media/stream-frames.ts'
import { Outbox } from './outbox.ts'

/** How a stream of the carrier's ended. refused: it did not keep to the protocol. */
export type StreamEnd = 'stopped' | 'lost' | 'refused' | 'closed'

export interface CarrierListener {
  started(start: StartFrame): void
  media(track: Track, payload: string): void
  marked(name: string): void
  digit(digit: string): void
  /** Once, and the last. */
  over(end: StreamEnd, why: string): void
}

const START_MS = 5_000
const IDLE_MS = 30_000
const PING_MS = 20_000
/** Frames of sound: what may come at once, and a second. */
const BURST = 300
const PER_SECOND = 150

const FRAME_MS = 20
/** Sound that is this late is passed on all the same. */
const MAY_BE_LATE_MS = 200
const SKIP_MS = 2_000

const POLICY = 1008

/** One socket of the carrier's. opened -> connected -> started -> over, by its own frames; over from each of them. */
export class CarrierSocket {
  /** Frames of sound that were too many, came twice, or belong to another stream. */
  dropped = 0
  readonly #socket: DirectSocket
  readonly #outbox: Outbox
  readonly #listener: CarrierListener
  #state: 'opened' | 'connected' | 'started' | 'over' = 'opened'
  #heardAt: number
  #isHeard = false
  #pingedAt: number
  #tokens = BURST
  #refilledAt: number
  #sequence = ''
  #streamSid = ''
  #tracks = 1
  /** The first number after the sound that is too old; 0 when none is. */
  #freshFrom = 0
  #staleUntil = 0
  #writer: StreamWriter | undefined

  constructor(socket: DirectSocket, listener: CarrierListener, now: number) {
    this.#socket = socket
    this.#outbox = new Outbox(socket, (text) => socket.sendAscii(text))
    this.#listener = listener
    this.#heardAt = this.#pingedAt = this.#refilledAt = now
    socket.on('message', (data, isBinary) => this.#receive(data as Buffer, isBinary))
    socket.on('error', (error) => this.#end('refused', error.message))
    socket.on('close', (code) => this.#end('lost', `closed with ${code}`))
  }

  /** Sound of any length, as one message. */
  media(payload: string): void {
    if (this.#state === 'started') this.#outbox.sound(this.#writer!.media(payload))
  }

  mark(name: string): void {
    if (this.#state === 'started') this.#outbox.word(this.#writer!.mark(name))
  }

  /** Throws away what waits, here and at the carrier. */
  clear(): void {
    if (this.#state !== 'started') return
    this.#outbox.clear()
    this.#outbox.word(this.#writer!.clear)
  }

  /** Ends it from our side: the call's next verb runs. */
  close(why: string): void {
    this.#socket.close(1000)
    this.#end('closed', why)
  }

  refuse(why: string): void {
    this.#socket.close(POLICY, why)
    this.#end('refused', why)
  }

  /** Ten times a second: limits of time and of sound. */
  tick(now: number): void {
    const left = this.#tokens + ((now - this.#refilledAt) / 1000) * PER_SECOND
    this.#tokens = Math.min(BURST, left)
    this.#refilledAt = now
    this.#outbox.flush()
    // Frames are too many for a look at the clock each.
    if (this.#isHeard) this.#heardAt = now
    this.#isHeard = false
    if (this.#state === 'started' ? now - this.#heardAt > IDLE_MS : now - this.#heardAt > START_MS) this.#cut()
    else if (now - this.#pingedAt > PING_MS) {
      this.#pingedAt = now
      this.#socket.ping()
    }
  }

  /** This process stood still until now: what came meanwhile waits at the door. Its sound is old by now and is not passed on; the silence was ours. */
  skip(stillMs: number, now: number): void {
    this.#heardAt = Math.min(now, this.#heardAt + stillMs)
    this.#freshFrom = Number(this.#sequence) + ((stillMs - MAY_BE_LATE_MS) / FRAME_MS) * this.#tracks
    this.#staleUntil = now + SKIP_MS
  }

  /** By the carrier's own numbers; by the clock where these do not grow as sound does. */
  #isStale(sequence: string): boolean {
    if (this.#freshFrom === 0) return false
    if (Number(sequence) < this.#freshFrom && performance.now() < this.#staleUntil) return true
    this.#freshFrom = 0
    return false
  }

  #cut(): void {
    if (this.#state !== 'started') return this.refuse('No start came')
    this.#socket.terminate()
    this.#end('lost', 'nothing came for 30 s')
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.#state === 'over') return
    const frame = isBinary ? undefined : readCarrierFrame(data)
    if (frame === undefined) this.refuse('Not a frame of a stream')
    else if (frame?.event === 'media') this.#takeSound(frame)
    else if (frame) this.#take(frame)
  }

  #takeSound(frame: MediaFrame): void {
    if (this.#state !== 'started') return this.refuse('Sound before the start')
    this.#isHeard = true
    const isOurs = frame.streamSid === this.#streamSid && frame.sequence !== this.#sequence
    if (!isOurs || this.#tokens < 1 || this.#isStale(frame.sequence)) {
      this.dropped += 1
      return
    }
    this.#tokens -= 1
    this.#sequence = frame.sequence
    this.#listener.media(frame.track, frame.payload)
  }

  #take(frame: Exclude<CarrierFrame, MediaFrame>): void {
    if (frame.event === 'connected') return this.#connected()
    if (frame.event === 'start') return this.#started(frame.start)
    if (this.#state !== 'started') return this.refuse(`${frame.event} before the start`)
    this.#isHeard = true
    if (frame.event === 'mark') this.#listener.marked(frame.mark.name)
    else if (frame.event === 'dtmf') this.#listener.digit(frame.dtmf.digit)
    else this.#stopped()
  }

  #connected(): void {
    if (this.#state === 'opened') this.#state = 'connected'
    else this.refuse('Connected twice')
  }

  #started(start: StartFrame): void {
    if (this.#state !== 'connected') return this.refuse('A start out of place')
    this.#state = 'started'
    this.#heardAt = performance.now()
    this.#streamSid = start.streamSid
    this.#tracks = Math.max(1, start.tracks.length)
    this.#writer = new StreamWriter(start.streamSid)
    this.#listener.started(start)
  }

  #stopped(): void {
    this.#socket.close(1000)
    this.#end('stopped', 'the carrier stopped it')
  }

  #end(end: StreamEnd, why: string): void {
    if (this.#state === 'over') return
    this.#state = 'over'
    this.#listener.over(end, why)
  }
}
