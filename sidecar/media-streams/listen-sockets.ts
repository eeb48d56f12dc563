import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { ConnectToCall, listenedConversation } from '#lib/assistant-api/listened-conversation.ts'
import { isAllowedOrigin } from '#lib/auth/allowed-origin.ts'
import { spendCallToken } from '#lib/auth/call-token.ts'
import { spendSingleUseToken } from '#lib/auth/single-use-token.ts'
import { AppError } from '#lib/errors.ts'
import { log } from '#lib/log.ts'
import { FirstFrame, readFrame } from '../live-frames.ts'
import { isOurPage } from '../origin.ts'
import { Admission } from './admission.ts'
import type { Listeners } from './listeners.ts'
import type { Relays } from './relays.ts'

const FIRST_FRAME_MS = 5_000
const PING_MS = 20_000
const BAD_TICKET = 4401
const NO_CALL = 4404

/** The conversation that a first frame asks for; null when it asks for none that may be heard. */
type Admit = (firstFrame: string) => Promise<Wanted | null>

interface Wanted {
  businessId: string
  conversationId: string
}

/** The sockets of those who listen in. Each says in its first frame what it wants to hear. */
export class ListenSockets {
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: 4096, perMessageDeflate: false })
  readonly #listeners: Listeners
  readonly #relays: Relays
  readonly #admission = new Admission()
  readonly #alive = new WeakSet<WebSocket>()
  readonly #pings = setInterval(() => this.#ping(), PING_MS)

  constructor(listeners: Listeners, relays: Relays) {
    this.#listeners = listeners
    this.#relays = relays
  }

  /** A page of ours, or another sidecar: its first frame is a ticket. */
  upgradePage(request: IncomingMessage, socket: Duplex, head: Buffer, isRelay = false): void {
    const leave = isOurPage(request) ? this.#admission.enter(request) : null
    if (!leave) return refuse(socket, 403, 'Unauthorized origin')
    this.#accept(request, socket, head, { leave, admit: byTicket, refusal: BAD_TICKET, isRelay })
  }

  /** A program or a page of an allowed origin: its token, spent before it is let in, stands in the address. */
  upgradeClient(request: IncomingMessage, socket: Duplex, head: Buffer, token: string): void {
    if (!isAllowedOrigin(request.headers.origin ?? null)) return refuse(socket, 403, 'Unauthorized origin')
    if (!token) return refuse(socket, 401, 'No token provided')
    const leave = this.#admission.enter(request)
    if (!leave) return refuse(socket, 503, 'Too many wait')
    const lost = () => socket.destroy()
    socket.on('error', lost)
    spendCallToken(token).then(
      (holder) => {
        socket.off('error', lost)
        const admit: Admit = async (text) => {
          const wanted = readFrame(ConnectToCall, text)
          const conversationId = wanted && (await listenedConversation(holder, wanted))
          return conversationId ? { businessId: holder.businessId, conversationId } : null
        }
        this.#accept(request, socket, head, { leave, admit, refusal: NO_CALL, isRelay: false })
      },
      (error: unknown) => {
        leave()
        if (!(error instanceof AppError)) log.error('a token could not be checked', { error })
        refuse(socket, error instanceof AppError ? 401 : 503, error instanceof AppError ? error.message : 'Try again')
      },
    )
  }

  close(): void {
    clearInterval(this.#pings)
    for (const socket of this.#server.clients) socket.close(1001)
    this.#server.close()
  }

  #accept(request: IncomingMessage, socket: Duplex, head: Buffer, door: Door): void {
    socket.once('close', door.leave)
    this.#server.handleUpgrade(request, socket, head, (accepted) => this.#open(accepted, door))
  }

  #open(socket: WebSocket, { leave, admit, refusal, isRelay }: Door): void {
    const timer = setTimeout(() => socket.close(refusal, 'Nothing came'), FIRST_FRAME_MS)
    socket.on('error', (error) => log.warn('a listener failed', { error }))
    socket.on('pong', () => this.#alive.add(socket))
    socket.once('close', () => clearTimeout(timer))
    this.#alive.add(socket)
    socket.once('message', (data) => {
      clearTimeout(timer)
      admit(String(data))
        .then(
          (wanted) => this.#welcome(socket, wanted, { refusal, isRelay }),
          (error: unknown) => {
            if (!(error instanceof AppError)) log.error('a listener could not be let in', { error })
            socket.close(refusal, 'This may not be heard')
          },
        )
        .finally(leave)
    })
  }

  #welcome(socket: WebSocket, wanted: Wanted | null, { refusal, isRelay }: Pick<Door, 'refusal' | 'isRelay'>): void {
    if (!wanted) return socket.close(refusal, 'This may not be heard')
    if (socket.readyState !== socket.OPEN) return
    this.#listeners.add(wanted.conversationId, socket)
    if (!isRelay) {
      this.#relays.follow(wanted.businessId, wanted.conversationId)
      socket.once('close', () => this.#relays.release(wanted.conversationId))
    }
    socket.send('{"event":"ready"}')
  }

  #ping(): void {
    for (const socket of this.#server.clients) {
      if (!this.#alive.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }
}

interface Door {
  leave: () => void
  admit: Admit
  /** The close code for those who may not. */
  refusal: number
  /** Another sidecar listens, for those who listen there. */
  isRelay: boolean
}

const byTicket: Admit = async (text) => {
  const frame = readFrame(FirstFrame, text)
  return frame && spendSingleUseToken('listen', frame.ticket)
}

const REASONS: Record<number, string> = { 401: 'Unauthorized', 403: 'Forbidden', 503: 'Service Unavailable' }

function refuse(socket: Duplex, status: number, error: string): void {
  const body = JSON.stringify({ error })
  socket.end(
    `HTTP/1.1 ${status} ${REASONS[status]}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  )
}
