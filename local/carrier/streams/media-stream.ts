import type { WebSocket } from 'ws'
import { newSid } from '#lib/ids.ts'
import type { MediaClock } from '../clock.ts'
import type { Leg } from '../leg.ts'
import { readMessage } from './from-application.ts'
import { openSocket } from './open-socket.ts'
import { StreamError, type StreamPlan } from './plan.ts'
import { Playout } from './playout.ts'
import { Messages } from './to-application.ts'

export type StreamEvent = 'stream-started' | 'stream-stopped' | 'stream-error'

interface StreamParts {
  clock: MediaClock
  authToken: string
  report(event: StreamEvent, error?: StreamError): void
}

/** How long an application may take to close its end. */
const CLOSE_MS = 1000
/** Bytes that may wait for a slow application: about two minutes of one track. Sound beyond is lost. */
const MOST_BUFFERED = 2 * 1024 * 1024

/**
 * A leg's sound on its way to an application, and back if the stream is bidirectional.
 *   connecting -> started -> over          connecting -> over when the socket cannot be opened
 */
export class MediaStream {
  readonly sid = newSid('MZ')
  readonly leg: Leg
  readonly plan: StreamPlan
  updatedAt = Date.now()
  isOver = false
  /** Resolves when it is over, whoever ended it. */
  readonly over: Promise<void>
  readonly #parts: StreamParts
  readonly #playout = new Playout()
  readonly #messages: Messages
  readonly #warned = new Set<number>()
  #socket: WebSocket | undefined
  #release: (() => void)[] = []
  #resolveOver: () => void = () => {}

  constructor(leg: Leg, plan: StreamPlan, parts: StreamParts) {
    this.leg = leg
    this.plan = plan
    this.#parts = parts
    this.#messages = new Messages({ accountSid: leg.plan.accountSid, callSid: leg.sid, streamSid: this.sid })
    this.over = new Promise((resolve) => {
      this.#resolveOver = resolve
    })
    const stop = () => this.stop()
    leg.once('ended', stop)
    this.#release.push(() => leg.off('ended', stop))
    void this.#open()
  }

  /** Kills its connection as a failing network would; false when it has none. */
  cut(): boolean {
    if (this.isOver || !this.#socket) return false
    this.#socket.terminate()
    return true
  }

  /** Ends it from our side: the application is told, the socket closed; sound not played yet is lost. */
  stop(): void {
    if (this.isOver) return
    if (this.#socket) {
      this.#socket.send(this.#messages.stop())
      close(this.#socket)
    }
    this.#end()
  }

  async #open(): Promise<void> {
    try {
      const socket = await openSocket(this.plan.url, this.#parts.authToken)
      if (this.isOver) return close(socket)
      this.#start(socket)
    } catch (error) {
      if (!(error instanceof StreamError)) throw error
      this.#parts.report('stream-error', error)
      this.#end()
    }
  }

  #start(socket: WebSocket): void {
    this.#socket = socket
    socket.on('message', (data, isBinary) => this.#receive(String(data), isBinary))
    socket.on('close', () => this.#end())
    // A frame that is too large or breaks the protocol; the socket closes by itself.
    socket.on('error', (error) => this.#warn(new StreamError(31924, error.message)))
    socket.send(this.#messages.connected())
    socket.send(this.#messages.start(this.plan))
    this.#parts.report('stream-started')
    this.#release.push(this.leg.line.follow(this.#parts.clock, (said, heard) => this.#send({ said, heard })))
    if (this.plan.bidirectional) this.#startSpeaking()
  }

  #startSpeaking(): void {
    const press = (digit: string) => this.#socket?.send(this.#messages.dtmf(digit))
    this.leg.on('digit', press)
    this.#release.push(() => this.leg.off('digit', press))
    this.#release.push(this.#parts.clock.subscribe(() => this.#play()))
  }

  #send({ said, heard }: { said: Uint8Array; heard: Uint8Array }): void {
    if (!this.#socket || this.#socket.bufferedAmount > MOST_BUFFERED) return
    for (const track of this.plan.tracks) {
      this.#socket.send(this.#messages.media(track, track === 'inbound' ? said : heard))
    }
  }

  #play(): void {
    const next = this.#playout.next()
    if (!next) return
    this.leg.line.write(next.frame)
    this.#returnMarks(next.marks)
  }

  /** What is no message of this stream is refused with one warning for each kind. */
  #receive(data: string, isBinary: boolean): void {
    if (this.isOver) return
    try {
      const message = readMessage(data, isBinary, this.sid)
      if (!this.plan.bidirectional) throw new StreamError(31951, 'this stream goes one way')
      if (message.event === 'clear') this.#returnMarks(this.#playout.clear())
      else if (message.event === 'media') this.#take(message.media.payload)
      else if (this.#playout.mark(message.mark.name)) this.#returnMarks([message.mark.name])
    } catch (error) {
      if (!(error instanceof StreamError)) throw error
      this.#warn(error)
    }
  }

  #take(sound: Uint8Array): void {
    if (!this.#playout.add(sound)) throw new StreamError(31951, 'more than ten minutes of sound wait to be played')
  }

  #returnMarks(names: string[]): void {
    for (const name of names) this.#socket?.send(this.#messages.mark(name))
  }

  #warn(error: StreamError): void {
    if (this.#warned.has(error.code)) return
    this.#warned.add(error.code)
    this.#parts.report('stream-error', error)
  }

  #end(): void {
    if (this.isOver) return
    this.isOver = true
    this.updatedAt = Date.now()
    for (const release of this.#release.splice(0)) release()
    if (this.#socket) this.#parts.report('stream-stopped')
    this.#resolveOver()
  }
}

/** Closes a socket, by force if the application does not answer. */
function close(socket: WebSocket): void {
  const timer = setTimeout(() => socket.terminate(), CLOSE_MS)
  socket.on('error', () => {})
  socket.once('close', () => clearTimeout(timer))
  socket.close(1000)
}
