import { EventEmitter } from 'node:events'
import { newId, newSid } from '#lib/ids.ts'
import type { BrowserCallReport, Line, LineEnd, LineEvents } from '../ports.ts'
import { CallMessages } from './call-messages.ts'
import type { CallMessage } from './messages.ts'
import type { Peer } from './peer.ts'
import { PeerSound, type SoundContext } from './peer-sound.ts'
import type { ClientSocket } from './socket.ts'

export interface LineContext extends SoundContext {
  /** Lines by their CA sid, for messages and reconnects. A line removes itself when it ends. */
  lines: Map<string, BrowserLine>
}

/** Sound of an answered call that has not arrived by then will not come: a firewall, or no network interface. */
const NO_AUDIO_MS = 3000

type Events = { [E in keyof LineEvents]: Parameters<LineEvents[E]> }

/**
 * One call with one browser: its sound, and the socket that carries its signalling for now.
 *
 *   ringing -> answered -> ended        the socket may be lost and replaced while answered
 */
export abstract class BrowserLine implements Line {
  readonly reconnectToken = newId()
  readonly identity: string
  callSid = ''
  protected readonly context: LineContext
  protected sound: PeerSound
  protected readonly events = new EventEmitter<Events>()
  protected socket: ClientSocket | undefined
  protected isAnswered = false
  protected isEnded = false
  #lostTimer: NodeJS.Timeout | undefined
  #audioTimer: NodeJS.Timeout | undefined
  #noAudioPath = false
  readonly #messages = new CallMessages()

  constructor(context: LineContext, identity: string) {
    this.context = context
    this.identity = identity
    this.sound = this.newSound()
  }

  protected newSound(): PeerSound {
    return new PeerSound(
      this.context,
      () => ({ callSid: this.callSid }),
      (digit) => this.events.emit('digit', digit),
    )
  }

  abstract answer(): void
  abstract earlyMedia(): void
  /** Tells the browser that we end the call. */
  protected abstract sayGoodbye(errorCode: number | undefined): void

  protected get peer(): Peer {
    return this.sound.peer
  }

  get audioSeen(): boolean {
    return this.sound.wasHeard
  }

  get mediaAddress(): string | undefined {
    return this.peer.address
  }

  on<E extends keyof LineEvents>(event: E, listener: LineEvents[E]): void {
    const events: EventEmitter = this.events
    events.on(event, listener)
  }

  read(): Uint8Array | undefined {
    return this.sound.read()
  }

  write(frame: Uint8Array): void {
    this.sound.write(frame)
  }

  hangUp(errorCode?: number): void {
    if (this.isEnded) return
    this.sayGoodbye(errorCode)
    this.end()
  }

  /** Whether the browser means this call by an id. */
  isCalled(callSid: string): boolean {
    return this.callSid === callSid
  }

  /** A message of the browser about this call. */
  receive(message: CallMessage, socket: ClientSocket): void {
    if (message.type === 'hangup') this.end('hangup')
    else if (message.type === 'dtmf') for (const digit of message.payload.dtmf) this.#press(digit)
    else if (message.type === 'reinvite') void this.#restartIce(message.payload.sdp)
    else if (message.type === 'message') socket.send(this.#messages.take({ ...message.payload, callsid: this.callSid }))
  }

  /** Sends a call message of ours; whether the browser got it is not known. False while its socket is lost. */
  sendMessage(content: unknown): boolean {
    const about = { contenttype: 'application/json', messagetype: 'user-defined-message' }
    const payload = { callsid: this.callSid, content, ...about, voiceeventsid: newSid('KX') }
    this.socket?.send({ type: 'message', payload })
    return this.socket !== undefined
  }

  report(): BrowserCallReport {
    const { callSid, identity, audioSeen } = this
    return {
      callSid,
      identity,
      state: this.isAnswered ? 'answered' : 'ringing',
      audioSeen,
      noAudioPath: this.#noAudioPath,
      mediaAddress: this.mediaAddress ?? null,
      messages: this.#messages.all(),
    }
  }

  /** The socket died. An answered call waits for a new one as long as the SDK asked for when it connected. */
  detach(socket: ClientSocket, waitSeconds: number): void {
    if (this.socket !== socket) return
    this.socket = undefined
    if (!this.isAnswered || waitSeconds === 0) return this.end('lost')
    this.#lostTimer = setTimeout(() => this.end('lost'), waitSeconds * 1000)
  }

  /** Goes on over a new socket; false when this call cannot be taken up again. */
  reattach(socket: ClientSocket, token: string): boolean {
    if (!this.isAnswered || this.isEnded || token !== this.reconnectToken) return false
    clearTimeout(this.#lostTimer)
    this.socket?.calls.delete(this)
    this.carryBy(socket)
    // No sdp: the media never stopped, and the SDK would take one for a new call.
    socket.send({ type: 'answer', payload: { callsid: this.callSid, reconnect: this.reconnectToken } })
    return true
  }

  /** Moves an unanswered call to another Device; only calls to browsers can be moved. */
  moveTo(_socket: ClientSocket, _token: string, _offer: string): boolean {
    return false
  }

  protected carryBy(socket: ClientSocket): void {
    this.socket = socket
    socket.calls.add(this)
  }

  /** Tells the browser that the call is up. */
  protected opened(sdp?: string): void {
    const payload = { callsid: this.callSid, reconnect: this.reconnectToken, ...(sdp && { sdp }) }
    this.socket?.send({ type: 'answer', payload })
    this.#audioTimer = setTimeout(() => this.#checkAudio(), NO_AUDIO_MS)
  }

  /** Ends it without a word to the browser; `why` is for call control, and missing when control itself ended it. */
  protected end(why?: LineEnd): void {
    if (this.isEnded) return
    this.isEnded = true
    clearTimeout(this.#lostTimer)
    clearTimeout(this.#audioTimer)
    this.socket?.calls.delete(this)
    this.context.lines.delete(this.callSid)
    this.sound.close().catch((error: unknown) => this.context.log.error('A media leg did not close', { error }))
    if (why) this.events.emit('ended', why)
  }

  /** Ends it because something of ours or the browser's broke. */
  protected fail(error: unknown): void {
    if (this.isEnded) return
    this.context.log.error('A browser call failed', { callSid: this.callSid, error })
    this.sayGoodbye(31005)
    this.end('lost')
  }

  async #restartIce(offer: string): Promise<void> {
    try {
      const sdp = await this.peer.answer(offer)
      this.socket?.send({ type: 'answer', payload: { callsid: this.callSid, sdp } })
    } catch (error) {
      this.fail(error)
    }
  }

  #press(digit: string): void {
    if (/[\d*#]/.test(digit)) this.events.emit('digit', digit)
  }

  #checkAudio(): void {
    if (this.audioSeen) return
    this.#noAudioPath = true
    this.context.log.warn('No sound arrives from a browser: can it reach the media address?', {
      callSid: this.callSid,
      mediaAddress: this.mediaAddress,
    })
  }
}
