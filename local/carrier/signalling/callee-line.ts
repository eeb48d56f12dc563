import type { Invite } from '../ports.ts'
import { BrowserLine, type LineContext } from './browser-line.ts'
import type { CallMessage, ServerMessage } from './messages.ts'
import type { ClientSocket } from './socket.ts'

/**
 * A call to a browser. All sockets of the identity get the same offer and ring; the first to answer has it.
 * [unverified: whether the real carrier rings more than ten]
 */
export class CalleeLine extends BrowserLine {
  readonly #ringing: Set<ClientSocket>

  constructor(context: LineContext, sockets: readonly ClientSocket[], invite: Invite) {
    super(context, invite.identity)
    this.callSid = invite.callSid
    this.#ringing = new Set(sockets)
    context.lines.set(invite.callSid, this)
    for (const socket of sockets) socket.calls.add(this)
    if (sockets.length > 0) void this.#ring(invite)
    // Later, because whoever called invite() has to get the line before he can listen to it.
    else setImmediate(() => this.end('unreachable'))
  }

  /** The browser itself answers this line; there is nothing for call control to answer. */
  answer(): void {
    throw new Error('A line to a browser is answered by the browser')
  }

  earlyMedia(): void {
    throw new Error('A line to a browser has no early media')
  }

  override receive(message: CallMessage, socket: ClientSocket): void {
    if (message.type === 'answer') void this.#answered(socket, message.payload.sdp)
    else if (this.#ringing.has(socket)) {
      if (message.type === 'reject' || message.type === 'hangup') this.#drop(socket, 'refused')
    } else super.receive(message, socket)
  }

  override detach(socket: ClientSocket, waitSeconds: number): void {
    if (this.#ringing.has(socket)) this.#drop(socket, 'lost')
    else super.detach(socket, waitSeconds)
  }

  /** Moves it, while it rings, to another Device that was given its connectToken: that one offers and has it at once. */
  override moveTo(socket: ClientSocket, token: string, offer: string): boolean {
    if (this.isAnswered || this.isEnded || token !== this.reconnectToken) return false
    this.isAnswered = true
    this.#ringing.delete(socket)
    this.carryBy(socket)
    this.#cancelRinging()
    void this.#answerOffer(offer)
    return true
  }

  async #answerOffer(offer: string): Promise<void> {
    try {
      await this.sound.close()
      this.sound = this.newSound()
      const sdp = await this.peer.answer(offer)
      if (this.isEnded) return
      this.opened(sdp)
      this.events.emit('answered')
    } catch (error) {
      this.fail(error)
    }
  }

  protected override sayGoodbye(errorCode: number | undefined): void {
    const error = errorCode && { code: errorCode, message: 'The carrier ended the call' }
    this.socket?.send({ type: 'hangup', payload: { callsid: this.callSid, ...(error && { error }) } })
    this.#cancelRinging()
  }

  async #ring(invite: Invite): Promise<void> {
    try {
      const sdp = await this.peer.offer()
      if (this.isEnded) return
      const message = this.#inviteMessage(invite, sdp)
      for (const socket of this.#ringing) socket.send(message)
      this.events.emit('ringing')
    } catch (error) {
      this.fail(error)
    }
  }

  #inviteMessage({ callSid, accountSid, from, to, params }: Invite, sdp: string): ServerMessage {
    const parameters = {
      CallSid: callSid,
      AccountSid: accountSid,
      ApiVersion: '2010-04-01',
      From: from,
      To: to,
      // Percent-encoded by hand: the SDK takes a plus sign for a plus sign.
      Params: Object.entries(params)
        .map((pair) => pair.map(encodeURIComponent).join('='))
        .join('&'),
    }
    return { type: 'invite', payload: { callsid: callSid, sdp, reconnect: this.reconnectToken, parameters } }
  }

  async #answered(socket: ClientSocket, sdp: string): Promise<void> {
    if (this.isAnswered || !this.#ringing.delete(socket)) return
    this.isAnswered = true
    this.carryBy(socket)
    this.#cancelRinging()
    try {
      await this.peer.accept(sdp)
      if (this.isEnded) return
      this.opened()
      this.events.emit('answered')
    } catch (error) {
      this.fail(error)
    }
  }

  #cancelRinging(): void {
    for (const socket of this.#ringing) {
      socket.send({ type: 'cancel', payload: { callsid: this.callSid } })
      socket.calls.delete(this)
    }
    this.#ringing.clear()
  }

  /** One browser less; with the last the line ends. */
  #drop(socket: ClientSocket, why: 'refused' | 'lost'): void {
    this.#ringing.delete(socket)
    socket.calls.delete(this)
    if (this.#ringing.size === 0) this.end(why)
  }
}
