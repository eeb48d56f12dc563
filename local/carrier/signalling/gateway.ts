import type { Server } from 'node:http'
import { WebSocketServer } from 'ws'
import type { log } from '#lib/log.ts'
import type { CarrierAccount } from '../accounts.ts'
import type { MediaClock } from '../clock.ts'
import type { BrowserCall, BrowserCallReport, Invite, Signalling } from '../ports.ts'
import { type Grant, verifyAccessToken } from './access-token.ts'
import type { BrowserLine, LineContext } from './browser-line.ts'
import { CalleeLine } from './callee-line.ts'
import { CallerLine } from './caller-line.ts'
import type { CallMessage } from './messages.ts'
import type { MediaSettings } from './peer.ts'
import { ClientSocket, type SocketOwner } from './socket.ts'

interface SignallingSettings {
  /** Browsers connect to its path /signal. */
  server: Server
  accounts: readonly CarrierAccount[]
  clock: MediaClock
  media: MediaSettings
  log: typeof log
  /** Whether the next packet of sound is to be lost; none is when not given. */
  losesPacket?: () => boolean
}

/** An SDP offer is 2 to 6 kB; call messages go up to 10 kB. */
const MOST_BYTES = 64 * 1024
/** A browser that does not take leave within that time is dropped, so that the process can end. */
const CLOSE_MS = 1000

/** The Voice SDK's side of the carrier; close() drops every browser. */
export function createSignalling(settings: SignallingSettings): Signalling & { close(): void } {
  return new Gateway(settings)
}

class Gateway implements Signalling, SocketOwner {
  readonly log: typeof log
  readonly #accounts: readonly CarrierAccount[]
  readonly #context: LineContext
  readonly #sockets = new Set<ClientSocket>()
  readonly #server: WebSocketServer
  #onCall: (call: BrowserCall) => void = () => {
    throw new Error('Nobody takes the calls of browsers')
  }

  constructor({ server, accounts, clock, media, log, losesPacket = () => false }: SignallingSettings) {
    this.log = log
    this.#accounts = accounts
    this.#context = { clock, media, log, losesPacket, lines: new Map<string, BrowserLine>() }
    const limits = { perMessageDeflate: false, maxPayload: MOST_BYTES, closeTimeout: CLOSE_MS }
    this.#server = new WebSocketServer({ server, path: '/signal', ...limits })
    // It repeats the HTTP server's errors, a taken port say; whoever made that server deals with them.
    this.#server.on('error', () => {})
    this.#server.on('connection', (ws) => this.#sockets.add(new ClientSocket(ws, this)))
  }

  invite(invite: Invite): CalleeLine {
    return new CalleeLine(this.#context, this.#registered(invite.accountSid, invite.identity), invite)
  }

  onBrowserCall(listener: (call: BrowserCall) => void): void {
    this.#onCall = listener
  }

  registered(accountSid: string, identity: string): number {
    return this.#registered(accountSid, identity).length
  }

  calls(): BrowserCallReport[] {
    return [...this.#context.lines.values()].map((line) => line.report())
  }

  message(callSid: string, content: unknown): boolean {
    return this.line(callSid)?.sendMessage(content) ?? false
  }

  cut(identity?: string): number {
    const cut = [...this.#sockets].filter(({ grant }) => identity === undefined || grant?.identity === identity)
    for (const socket of cut) socket.cut()
    return cut.length
  }

  close(): void {
    for (const line of this.#context.lines.values()) line.hangUp()
    for (const socket of this.#sockets) socket.close()
    this.#server.close()
  }

  async verify(token: string): Promise<Grant> {
    return verifyAccessToken(token, this.#accounts)
  }

  line(callSid: string): BrowserLine | undefined {
    return this.#context.lines.get(callSid)
  }

  connect(
    { payload }: Extract<CallMessage, { type: 'invite' }>,
    { account, identity, applicationSid }: Grant,
    socket: ClientSocket,
  ): void {
    if (applicationSid !== account.appSid) {
      // [unverified: that the real carrier says so by a hangup]
      socket.hangUp(payload.callsid, { code: 31001, message: 'The token names no application of this account' })
      return
    }
    const line = new CallerLine(this.#context, socket, payload.callsid, payload.sdp)
    const params = Object.fromEntries(new URLSearchParams(payload.twilio.params))
    const accept = (callSid: string) => {
      line.accept(callSid)
      return line
    }
    this.#onCall({ accountSid: account.sid, identity, applicationSid, params, accept })
  }

  closed(socket: ClientSocket): void {
    this.#sockets.delete(socket)
  }

  #registered(accountSid: string, identity: string): ClientSocket[] {
    return [...this.#sockets].filter(
      ({ isRegistered, grant }) => isRegistered && grant?.account.sid === accountSid && grant.identity === identity,
    )
  }
}
