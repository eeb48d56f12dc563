import { createHmac } from 'node:crypto'
import { vi } from 'vitest'
import { WebSocket } from 'ws'
import { newSid } from '#lib/ids.ts'

const FRAME_BYTES = 160
const LIMIT_MS = 20_000

interface Sent {
  event: string
  streamSid: string
  media?: { payload: string }
  mark?: { name: string }
}

export interface StreamLeg {
  accountSid: string
  authToken: string
  callSid: string
}

/** The carrier's signature of an upgrade: over the wss form of the address. */
export const signUpgrade = (authToken: string, url: string): string =>
  createHmac('sha1', authToken).update(url.replace(/^ws:/, 'wss:')).digest('base64')

/** One stream as the carrier opens it. */
export class CarrierStream {
  readonly streamSid = newSid('MZ')
  readonly received: Sent[] = []
  readonly socket: WebSocket
  closedWith: number | undefined
  /** The status an upgrade was refused with. */
  refusedWith: number | undefined
  readonly #leg: StreamLeg
  #isAdmitted = false
  #sequence = 0

  constructor(
    url: string,
    leg: StreamLeg,
    signature: string | null = signUpgrade(leg.authToken, url),
    headers: Record<string, string> = {},
  ) {
    this.#leg = leg
    this.socket = new WebSocket(url, {
      headers: signature === null ? headers : { ...headers, 'x-twilio-signature': signature },
    })
    this.socket.on('open', () => {
      this.#isAdmitted = true
    })
    this.socket.on('message', (data) => this.received.push(JSON.parse(String(data)) as Sent))
    this.socket.on('error', () => {})
    this.socket.on('close', (code) => {
      this.closedWith = code
    })
    this.socket.on('unexpected-response', (request, { statusCode }) => {
      this.refusedWith = statusCode
      request.destroy()
    })
  }

  /** Throws at once when it is refused. */
  async opened(): Promise<this> {
    await until(() => this.#isAdmitted || this.closedWith !== undefined)
    if (!this.#isAdmitted) throw new Error(`The stream was refused with ${this.refusedWith ?? 'no answer'}`)
    return this
  }

  async start(ticket: string, changes: object = {}): Promise<this> {
    await this.opened()
    this.raw({ event: 'connected', protocol: 'Call', version: '1.0.0' })
    const { accountSid, callSid } = this.#leg
    const mediaFormat = { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 }
    const start = { accountSid, callSid, streamSid: this.streamSid, tracks: ['inbound'], mediaFormat }
    this.numbered('start', { start: { ...start, customParameters: { ticket }, ...changes } })
    return this
  }

  /** 20 ms of the caller's sound. */
  media(payload: string = quiet(), track = 'inbound'): void {
    this.numbered('media', { media: { track, chunk: '1', timestamp: '20', payload } })
  }

  /** A frame as the carrier numbers it. */
  numbered(event: string, body: object = {}): void {
    this.#sequence += 1
    this.raw({ event, sequenceNumber: String(this.#sequence), ...body, streamSid: this.streamSid })
  }

  raw(frame: unknown): void {
    this.socket.send(typeof frame === 'string' || Buffer.isBuffer(frame) ? frame : JSON.stringify(frame))
  }

  of(event: string): Sent[] {
    return this.received.filter((frame) => frame.event === event)
  }

  async closed(): Promise<number> {
    await until(() => this.closedWith !== undefined)
    return this.closedWith!
  }
}

export const until = (isSo: () => boolean | undefined) => vi.waitUntil(isSo, { timeout: LIMIT_MS, interval: 5 })

export const quiet = (ms = 20) => Buffer.alloc((FRAME_BYTES * ms) / 20, 0xff).toString('base64')
export const loud = (ms = 20) => Buffer.alloc((FRAME_BYTES * ms) / 20, 0x00).toString('base64')
