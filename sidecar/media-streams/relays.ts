import { WebSocket } from 'ws'
import { sidecarOf } from '#lib/assistants/carry-conversation.ts'
import { mintSingleUseToken } from '#lib/auth/single-use-token.ts'
import { env } from '#lib/env.ts'
import { readEvent } from '#lib/events/read-event.ts'
import type { EventHint } from '#lib/events/subscribe.ts'
import { log } from '#lib/log.ts'
import { addressOf } from '../sidecar-id.ts'
import type { Listeners } from './listeners.ts'

/** The address of this path is for other sidecars: what they hear there is passed on, never fetched from elsewhere. */
export const RELAY_PATH = '/listen/relay'

const TICKET_TTL_MS = 15_000
const HANDSHAKE_MS = 5_000
const MOST_BYTES = 1024 * 1024
const OVER = 1000

interface Relay {
  businessId: string
  /** The sidecar that has the conversation's stream, as last seen. */
  from: string | null
  socket?: WebSocket
}

/** What is listened to here and carried by other sidecars: one socket for each conversation, which follows its stream. */
export class Relays {
  readonly #sidecarId: string
  readonly #listeners: Listeners
  readonly #of = new Map<string, Relay>()

  constructor(sidecarId: string, listeners: Listeners) {
    this.#sidecarId = sidecarId
    this.#listeners = listeners
  }

  get size(): number {
    return [...this.#of.values()].filter(({ socket }) => socket).length
  }

  /** Somebody listens here to a conversation, wherever its stream is. */
  follow(businessId: string, conversationId: string): void {
    if (!this.#of.has(conversationId)) this.#of.set(conversationId, { businessId, from: null })
    this.#look(conversationId)
  }

  tell(hint: EventHint): void {
    if (hint.type !== 'conversation.changed') return
    if (![...this.#of.values()].some(({ businessId }) => businessId === hint.businessId)) return
    readEvent(hint).then(
      (event) => event?.type === 'conversation.changed' && this.#look(event.conversationId),
      (error: unknown) => log.error('an event could not be read', { error }),
    )
  }

  /** Events may have been missed. */
  refreshAll(): void {
    for (const conversationId of this.#of.keys()) this.#look(conversationId)
  }

  /** Somebody is gone who listened: a conversation that nobody listens to any more is let go. */
  release(conversationId: string): void {
    if (this.#listeners.has(conversationId)) return
    this.#of.get(conversationId)?.socket?.close(OVER)
    this.#of.delete(conversationId)
  }

  close(): void {
    for (const { socket } of this.#of.values()) socket?.terminate()
    this.#of.clear()
  }

  #look(conversationId: string): void {
    const relay = this.#of.get(conversationId)
    if (!relay) return
    this.#turnTo(conversationId, relay).catch((error: unknown) =>
      log.warn('another sidecar cannot be listened to', { error, conversationId }),
    )
  }

  async #turnTo(conversationId: string, relay: Relay): Promise<void> {
    const from = await sidecarOf(relay.businessId, conversationId)
    if (from === relay.from) return
    relay.from = from
    relay.socket?.close(OVER)
    delete relay.socket
    const address = from && from !== this.#sidecarId && addressOf(from)
    if (!address) return
    const subject = { businessId: relay.businessId, conversationId, userId: '', membershipId: '' }
    const ticket = await mintSingleUseToken('listen', subject, TICKET_TTL_MS)
    if (this.#of.get(conversationId) === relay && relay.from === from)
      this.#connect(conversationId, relay, address, ticket)
  }

  #connect(conversationId: string, relay: Relay, address: string, ticket: string): void {
    const { origin } = new URL(env().PUBLIC_URL)
    const options = { origin, handshakeTimeout: HANDSHAKE_MS, maxPayload: MOST_BYTES, perMessageDeflate: false }
    const socket = new WebSocket(address + RELAY_PATH, options)
    const isCurrent = () => relay.socket === socket
    relay.socket = socket
    socket.on('open', () => socket.send(JSON.stringify({ type: 'ticket', ticket })))
    socket.on('message', (data) => isCurrent() && this.#listeners.pass(conversationId, String(data)))
    socket.on('error', (error) => log.warn('another sidecar was lost to its listeners', { error, conversationId }))
    socket.on('close', (code) => {
      if (!isCurrent()) return
      delete relay.socket
      // Whoever carries it next says so by an event.
      relay.from = null
      if (code === OVER) this.#listeners.end(conversationId)
    })
  }
}
