import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import { until } from '../test-carrier.ts'

/** A message of the carrier's; only what tests look into is named. */
type Received = Record<string, string> & { media: Record<string, string>; mark: { name: string } }

/** One stream as the application sees it. */
export class StreamEnd {
  readonly headers: IncomingHttpHeaders
  readonly messages: Received[] = []
  isClosed = false
  readonly #socket: WebSocket

  constructor(socket: WebSocket, headers: IncomingHttpHeaders, echo: boolean) {
    this.#socket = socket
    this.headers = headers
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as Received
      this.messages.push(message)
      if (echo && message.event === 'media') this.send('media', { media: { payload: message.media.payload } })
    })
    socket.on('close', () => {
      this.isClosed = true
    })
  }

  get streamSid(): string {
    return this.of('start')[0]!.streamSid!
  }

  of(event: string): Received[] {
    return this.messages.filter((message) => message.event === event)
  }

  /** The sound received on a track. */
  sound(track: string): Buffer {
    const media = this.of('media').filter((message) => message.media.track === track)
    return Buffer.concat(media.map((message) => Buffer.from(message.media.payload!, 'base64')))
  }

  send(event: string, body: object = {}): void {
    this.raw(JSON.stringify({ event, streamSid: this.streamSid, ...body }))
  }

  raw(data: string | Buffer): void {
    this.#socket.send(data)
  }

  close(): void {
    this.#socket.close()
  }
}

/** An application's WebSocket server: /echo says back what it hears, /refuse answers 403, /media only listens. */
export class StreamApplication {
  readonly ends: StreamEnd[] = []
  readonly #http = createServer()
  readonly #sockets = new WebSocketServer({ noServer: true })
  /** host:port. */
  address = ''

  async start(): Promise<void> {
    this.#http.on('upgrade', (request, socket, head) => {
      if (request.url === '/refuse') return socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
      this.#sockets.handleUpgrade(request, socket, head, (accepted) => {
        this.ends.push(new StreamEnd(accepted, request.headers, request.url === '/echo'))
      })
    })
    await new Promise<void>((resolve) => this.#http.listen(0, '127.0.0.1', resolve))
    this.address = `127.0.0.1:${(this.#http.address() as AddressInfo).port}`
  }

  /** The latest stream of a call, once it has started. */
  streamOf(callSid: string): Promise<StreamEnd> {
    return until(`a stream of ${callSid}`, () =>
      this.ends.findLast((end) => {
        const start = end.of('start')[0]?.start as unknown as { callSid: string } | undefined
        return start?.callSid === callSid
      }),
    )
  }

  stop(): void {
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#http.close()
  }
}
