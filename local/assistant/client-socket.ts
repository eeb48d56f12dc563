import type { WebSocket } from 'ws'
import { log } from '#lib/log.ts'
import type { Faults } from './faults.ts'

const PING_MS = 2_000
/** The vendor's transport_receive_timeout. */
const IDLE_MS = 60_000

interface Ends {
  receive(data: string): void
  /** Nothing but pongs came for a minute. */
  idle(): void
  gone(code: number): void
}

/** A conversation's socket: numbers what is sent, measures the way by pings, and notices when nothing comes. */
export class ClientSocket {
  readonly #socket: WebSocket
  readonly #faults: Faults
  readonly #idle: NodeJS.Timeout
  #pings: NodeJS.Timeout | undefined
  #ping = { id: 0, at: 0, ms: null as number | null }
  #lastId = 0

  constructor(socket: WebSocket, faults: Faults, ends: Ends) {
    this.#socket = socket
    this.#faults = faults
    this.#idle = setTimeout(() => ends.idle(), IDLE_MS)
    socket.on('message', (data, isBinary) => ends.receive(isBinary ? '' : data.toString()))
    socket.on('error', (error) => log.warn('a conversation failed', { error }))
    socket.on('close', (code) => {
      clearTimeout(this.#idle)
      clearInterval(this.#pings)
      ends.gone(code)
    })
  }

  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN
  }

  nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  send(frame: object): void {
    const isSilent = this.#faults.mode === 'silent' && this.#pings !== undefined
    if (this.isOpen && !isSilent) this.#socket.send(JSON.stringify(frame))
  }

  /** The plan is taken: from here on the way is measured. */
  startPings(): void {
    this.#pings = setInterval(() => {
      const id = this.nextId()
      this.send({ type: 'ping', ping_event: { event_id: id, ping_ms: this.#ping.ms } })
      this.#ping = { ...this.#ping, id, at: performance.now() }
    }, PING_MS)
  }

  ponged(id: number): void {
    if (id === this.#ping.id) this.#ping.ms = Math.round(performance.now() - this.#ping.at)
  }

  heardOfUser(): void {
    this.#idle.refresh()
  }

  fail(code: number, errorType: string, message: string): void {
    this.send({ type: 'error', error_event: { code, message, error_type: errorType } })
    this.close(code, message)
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
  }

  drop(): void {
    this.#socket.terminate()
  }

  /** Half a second of silence, again and again, each when the one before it has left. */
  flood(): void {
    const payload = Buffer.alloc(4_000, 0xff).toString('base64')
    const frame = { type: 'audio', audio_event: { audio_base_64: payload, event_id: this.nextId() } }
    this.#socket.send(JSON.stringify(frame), (error) => {
      if (!error) setImmediate(() => this.flood())
    })
  }
}
