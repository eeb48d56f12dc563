import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type ServerOptions, WebSocketServer } from 'ws'
import { wantedBy } from '#lib/assistants/carry-conversation.ts'
import { openAuthToken } from '#lib/carrier/load-carrier.ts'
import { isSignedByCarrier } from '#lib/carrier/signature.ts'
import { findAccount } from '#lib/db/across.ts'
import { env } from '#lib/env.ts'
import type { EventHint } from '#lib/events/subscribe.ts'
import { log } from '#lib/log.ts'
import { DirectSocket } from '#lib/media/direct-socket.ts'
import { Admission } from './admission.ts'
import { ChunkPace } from './chunk-pace.ts'
import type { Listeners } from './listeners.ts'
import { MediaStream, type StreamAccount, type StreamSurroundings } from './media-stream.ts'

const TICK_MS = 100
/** A process that stood still this long takes nothing of what came meanwhile, for as long as it takes to come. */
const STALL_MS = 2_000

/** closeTimeout: the carrier has a second to close its end. */
const OPTIONS: ServerOptions<typeof DirectSocket> & { closeTimeout: number } = {
  WebSocket: DirectSocket,
  noServer: true,
  maxPayload: 64 * 1024,
  maxFragments: 64,
  perMessageDeflate: false,
  skipUTF8Validation: true,
  closeTimeout: 1_000,
}

/** The carrier's streams in this process. Only what the account in the path signed is let in. */
export class MediaStreams {
  readonly #server = new WebSocketServer(OPTIONS)
  readonly #streams = new Set<MediaStream>()
  readonly #admission = new Admission()
  readonly #around: StreamSurroundings
  readonly #listeners: Listeners
  readonly #pace = new ChunkPace(env().MEDIA_CHUNK_MS)
  readonly #ticker = setInterval(() => this.#tick(), TICK_MS)
  #tickedAt = performance.now()
  #isDraining = false
  #whenEmpty: (() => void) | undefined

  constructor(around: Omit<StreamSurroundings, 'gone' | 'chunkMs'>) {
    this.#listeners = around.listeners
    this.#around = { ...around, gone: (stream) => this.#gone(stream), chunkMs: () => this.#pace.chunkMs }
  }

  get isDraining(): boolean {
    return this.#isDraining
  }

  get size(): number {
    return this.#streams.size
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, accountSid: string): void {
    const leave = this.#isDraining ? null : this.#admission.enter(request)
    if (!leave) return refuse(socket, '503 Service Unavailable')
    const lost = () => socket.destroy()
    socket.on('error', lost)
    this.#check(request, accountSid)
      .then((account) => {
        if (!account || this.#isDraining) return refuse(socket, account ? '503 Service Unavailable' : '403 Forbidden')
        socket.off('error', lost)
        this.#server.handleUpgrade(request, socket, head, (accepted) => {
          accepted.runOn(socket, 'server')
          this.#open(accepted, account)
        })
      })
      .catch((error: unknown) => {
        log.error('an upgrade could not be checked', { error })
        refuse(socket, '503 Service Unavailable')
      })
      .finally(leave)
  }

  /** Passes on what is wanted of a conversation that is carried here. */
  tell(hint: EventHint): void {
    this.#around.early?.tell(hint)
    if (hint.type !== 'conversation.controlled') return
    if (![...this.#streams].some((stream) => stream.businessId === hint.businessId)) return
    wantedBy(hint).then(
      (wanted) => wanted && this.#carriersOf(wanted.conversationId).forEach((stream) => stream.follow(wanted)),
      (error: unknown) => {
        log.error('an event could not be read', { error })
        this.refreshAll()
      },
    )
  }

  /** Events may have been missed: every conversation is looked at. */
  refreshAll(): void {
    for (const stream of this.#streams) {
      stream.obey().catch((error: unknown) => log.error('a conversation could not be controlled', { error }))
    }
    this.#around.early?.refreshAll()
  }

  /** Takes no new streams; resolves when the last is over, or after the limit, when the others' calls go on to their next verbs. */
  async drain(limitMs: number): Promise<void> {
    this.#isDraining = true
    this.#around.early?.close()
    const empty = new Promise<void>((resolve) => {
      this.#whenEmpty = resolve
    })
    if (this.#streams.size === 0) return
    log.info('waiting for the end of streams', { streams: this.#streams.size })
    const timer = setTimeout(() => {
      for (const stream of this.#streams) stream.leave(null)
    }, limitMs)
    await empty
    clearTimeout(timer)
  }

  close(): void {
    clearInterval(this.#ticker)
    for (const socket of this.#server.clients) socket.terminate()
    this.#server.close()
  }

  async #check(request: IncomingMessage, accountSid: string): Promise<StreamAccount | null> {
    const signature = request.headers['x-twilio-signature']
    if (typeof signature !== 'string') return null
    const account = await findAccount(accountSid)
    if (!account) return null
    // The carrier signs the wss form of the address, also where ours is reached by ws on this machine.
    const url = env().PUBLIC_WS_URL.replace(/^ws:/, 'wss:') + request.url
    const authToken = openAuthToken(account.accountSid, account.authTokenSealed)
    return isSignedByCarrier(signature, url, {}, authToken) ? account : null
  }

  #open(socket: DirectSocket, { accountSid, businessId }: StreamAccount): void {
    this.#streams.add(new MediaStream(socket, { accountSid, businessId }, this.#around))
  }

  #gone(stream: MediaStream): void {
    this.#streams.delete(stream)
    if (this.#streams.size === 0) this.#whenEmpty?.()
  }

  #carriersOf(conversationId: string): MediaStream[] {
    return [...this.#streams].filter((stream) => stream.conversationId === conversationId)
  }

  #tick(): void {
    const now = performance.now()
    const sinceMs = now - this.#tickedAt
    if (sinceMs > STALL_MS) for (const stream of this.#streams) stream.skip(sinceMs, now)
    this.#pace.look(this.#streams.size, sinceMs - TICK_MS, now)
    this.#tickedAt = now
    for (const stream of this.#streams) stream.tick(now)
    this.#around.early?.tick(now)
    this.#listeners.tick()
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`)
}
