import { BrowserLine, type LineContext } from './browser-line.ts'
import type { ClientSocket } from './socket.ts'

/** A call the browser made with connect(). It is known by the SDK's own temporary id until accept() gives it a CA sid. */
export class CallerLine extends BrowserLine {
  readonly #offer: string
  readonly #temporaryId: string
  #answerSdp: Promise<string> | undefined
  #isSdpSent = false

  constructor(context: LineContext, socket: ClientSocket, temporaryId: string, offer: string) {
    super(context, socket.grant?.identity ?? '')
    this.#temporaryId = temporaryId
    this.#offer = offer
    this.carryBy(socket)
  }

  /** Names the call. The SDK learns the sid from `ringing`, which has to come before anything else about the call. */
  accept(callSid: string): void {
    this.callSid = callSid
    // Whoever takes a call that is over hears so once he can listen.
    if (this.isEnded) return void setImmediate(() => this.events.emit('ended', 'hangup'))
    this.context.lines.set(callSid, this)
    this.socket?.send({ type: 'ringing', payload: { callsid: callSid } })
  }

  override isCalled(callSid: string): boolean {
    return callSid === this.#temporaryId || super.isCalled(callSid)
  }

  earlyMedia(): void {
    void this.#withSdp((sdp) => {
      if (sdp) this.socket?.send({ type: 'ringing', payload: { callsid: this.callSid, sdp } })
    })
  }

  answer(): void {
    if (this.isAnswered) return
    this.isAnswered = true
    void this.#withSdp((sdp) => this.opened(sdp))
  }

  protected override sayGoodbye(errorCode: number | undefined): void {
    const error = errorCode && { code: errorCode, message: 'The carrier ended the call' }
    this.socket?.send({ type: 'hangup', payload: { callsid: this.callSid, ...(error && { error }) } })
  }

  /** Goes on once the sound is negotiated, with the SDP if the browser has not got it yet. */
  async #withSdp(proceed: (sdp: string | undefined) => void): Promise<void> {
    try {
      this.#answerSdp ??= this.peer.answer(this.#offer)
      const sdp = await this.#answerSdp
      if (this.isEnded) return
      const isFirst = !this.#isSdpSent
      this.#isSdpSent = true
      proceed(isFirst ? sdp : undefined)
    } catch (error) {
      this.fail(error)
    }
  }
}
