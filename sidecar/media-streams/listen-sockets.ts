import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { spendSingleUseToken } from '#lib/auth/single-use-token.ts'
import { log } from '#lib/log.ts'
import { FirstFrame, readFrame } from '../live-frames.ts'
import { isOurPage } from '../origin.ts'
import { Admission } from './admission.ts'
import type { Listeners } from './listeners.ts'

const TICKET_WAIT_MS = 5_000
const PING_MS = 20_000
const BAD_TICKET = 4401

/** The sockets of those who listen in: a page says what it may hear by a ticket in its first frame. */
export class ListenSockets {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 4096, perMessageDeflate: false })
  readonly #listeners: Listeners
  readonly #admission = new Admission()
  readonly #alive = new WeakSet<WebSocket>()
  readonly #pings = setInterval(() => this.#ping(), PING_MS)

  constructor(listeners: Listeners) {
    this.#listeners = listeners
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const leave = isOurPage(request) ? this.#admission.enter(request) : null
    if (!leave) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      return
    }
    socket.once('close', leave)
    this.#server.handleUpgrade(request, socket, head, (accepted) => this.#admit(accepted, leave))
  }

  close(): void {
    clearInterval(this.#pings)
    for (const socket of this.#server.clients) socket.close(1001)
    this.#server.close()
  }

  #admit(socket: WebSocket, leave: () => void): void {
    const timer = setTimeout(() => socket.close(BAD_TICKET, 'No ticket came'), TICKET_WAIT_MS)
    socket.on('error', (error) => log.warn('a listener failed', { error }))
    socket.on('pong', () => this.#alive.add(socket))
    socket.once('close', () => clearTimeout(timer))
    this.#alive.add(socket)
    socket.once('message', (data) => {
      clearTimeout(timer)
      this.#welcome(socket, String(data))
        .catch((error: unknown) => {
          log.error('a listener could not be let in', { error })
          socket.close(1011)
        })
        .finally(leave)
    })
  }

  async #welcome(socket: WebSocket, text: string): Promise<void> {
    const frame = readFrame(FirstFrame, text)
    const subject = frame && (await spendSingleUseToken('listen', frame.ticket))
    if (!subject) return socket.close(BAD_TICKET, 'The ticket is not valid')
    if (socket.readyState !== socket.OPEN) return
    this.#listeners.add(subject.conversationId, socket)
    socket.send('{"event":"ready"}')
  }

  #ping(): void {
    for (const socket of this.#server.clients) {
      if (!this.#alive.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }
}
