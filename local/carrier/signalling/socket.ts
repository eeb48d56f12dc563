import type { RawData, WebSocket } from 'ws'
import { type Grant, TokenError } from './access-token.ts'
import type { BrowserLine } from './browser-line.ts'
import { type CallMessage, ClientMessage, HEARTBEAT, type ServerMessage } from './messages.ts'

/** What a socket needs of the gateway it belongs to. */
export interface SocketOwner {
  verify(token: string): Promise<Grant>
  /** The line with this CA sid, whoever has it. */
  line(callSid: string): BrowserLine | undefined
  connect(message: Extract<CallMessage, { type: 'invite' }>, grant: Grant, socket: ClientSocket): void
  closed(socket: ClientSocket): void
  log: { warn(message: string, fields?: Record<string, unknown>): void }
}

/** The SDK gives a silent socket up after 15 s; we one that has not echoed three heartbeats. */
const HEARTBEAT_MS = 10_000
const MOST_SILENT_BEATS = 3

/** One browser's connection: its token, its registration, and the calls it carries. */
export class ClientSocket {
  /** Calls this socket may speak for. */
  readonly calls = new Set<BrowserLine>()
  grant: Grant | undefined
  isRegistered = false
  readonly #ws: WebSocket
  readonly #owner: SocketOwner
  #reconnectSeconds = 0
  #refusal: TokenError = new TokenError(31204, 'No token was presented')
  #expiry: NodeJS.Timeout | undefined
  #silentBeats = 0
  /** Messages are taken one after the other: what follows `listen` waits until its token is checked. */
  #work: Promise<void> = Promise.resolve()

  constructor(ws: WebSocket, owner: SocketOwner) {
    this.#ws = ws
    this.#owner = owner
    const heart = setInterval(() => this.#beat(), HEARTBEAT_MS)
    ws.on('message', (data) => this.#receive(data))
    ws.on('error', (error) => owner.log.warn('A signalling socket broke', { error }))
    ws.on('close', () => {
      clearInterval(heart)
      this.#closed()
    })
  }

  send(message: ServerMessage): void {
    if (this.#ws.readyState === this.#ws.OPEN) this.#ws.send(JSON.stringify({ ...message, version: '1.6' }))
  }

  close(): void {
    this.#ws.close(1001)
  }

  /** Kills the connection as a network would. */
  cut(): void {
    this.#ws.terminate()
  }

  #beat(): void {
    if (++this.#silentBeats > MOST_SILENT_BEATS) this.#ws.terminate()
    else this.#ws.send(HEARTBEAT)
  }

  #receive(data: RawData): void {
    this.#silentBeats = 0
    const text = data.toString()
    if (text === HEARTBEAT) return
    this.#work = this.#work
      .then(() => this.#handle(parse(text)))
      .catch((error: unknown) => {
        this.#owner.log.warn('A signalling message failed', { error })
        this.#sayError(31100, 'The message could not be taken')
      })
  }

  async #handle(message: ClientMessage): Promise<void> {
    if (message.type === 'listen') await this.#listen(message.payload.token, message.payload.reconnectTimeout)
    else if (message.type === 'register') this.#register(message.payload.media.audio)
    else if (message.type === 'invite') this.#invite(message)
    else this.#forward(message)
  }

  /** A first token, or a fresh one in mid-connection; a bad fresh one leaves the old in force until it ends. */
  async #listen(token: string, reconnectSeconds: number): Promise<void> {
    this.#reconnectSeconds = reconnectSeconds
    try {
      this.grant = await this.#owner.verify(token)
    } catch (error) {
      if (!(error instanceof TokenError)) throw error
      this.#refusal = error
      return this.#sayError(error.code, error.message)
    }
    const { identity, expiresAt } = this.grant
    clearTimeout(this.#expiry)
    this.#expiry = setTimeout(() => this.#expire(), expiresAt - Date.now())
    const ttl = Math.floor((expiresAt - Date.now()) / 1000)
    const place = { region: 'US_EAST_VIRGINIA', edge: 'ashburn', home: 'us1', gateway: 'local-carrier' }
    this.send({ type: 'connected', payload: { ...place, token: { identity, ttl } } })
  }

  /** Calls in progress go on; new ones need a new token. [unverified: that the real carrier says offline too] */
  #expire(): void {
    this.grant = undefined
    this.isRegistered = false
    this.#refusal = new TokenError(31205, 'The token has expired')
    this.#sayError(31205, this.#refusal.message)
    this.send({ type: 'offline', payload: {} })
  }

  #register(audio: boolean): void {
    if (!this.grant) return this.#sayError(this.#refusal.code, this.#refusal.message)
    // [unverified: the code the real carrier answers]
    if (audio && !this.grant.incoming) return this.#sayError(31201, 'The token does not allow incoming calls')
    this.isRegistered = audio
    this.send({ type: audio ? 'ready' : 'offline', payload: {} })
  }

  #invite(message: Extract<CallMessage, { type: 'invite' }>): void {
    const { callsid, reconnect, sdp } = message.payload
    if (!this.grant) return this.hangUp(callsid, this.#refusal)
    if (reconnect !== undefined) {
      const line = this.#owner.line(callsid)
      // A call that ended while its browser was away ends there too, without an error.
      if (!line?.reattach(this, reconnect) && !line?.moveTo(this, reconnect, sdp)) this.hangUp(callsid)
    } else if (!this.#call(callsid)) this.#owner.connect(message, this.grant, this)
  }

  #forward(message: CallMessage): void {
    const { callsid } = message.payload
    const line = this.#call(callsid)
    if (line) line.receive(message, this)
    // Answered too late, or a call long over: the browser must not believe that it goes on.
    else if (message.type === 'answer' || message.type === 'reinvite') this.hangUp(callsid)
  }

  #call(callSid: string): BrowserLine | undefined {
    return [...this.calls].find((line) => line.isCalled(callSid))
  }

  /** Ends a call at the browser that is no line of ours. */
  hangUp(callsid: string, error?: { code: number; message: string }): void {
    const detail = error && { error: { code: error.code, message: error.message } }
    this.send({ type: 'hangup', payload: { callsid, ...detail } })
  }

  #sayError(code: number, message: string): void {
    this.send({ type: 'error', payload: { error: { code, message } } })
  }

  #closed(): void {
    clearTimeout(this.#expiry)
    this.isRegistered = false
    this.#owner.closed(this)
    for (const line of [...this.calls]) line.detach(this, this.#reconnectSeconds)
  }
}

const parse = (text: string): ClientMessage => ClientMessage.parse(JSON.parse(text))
