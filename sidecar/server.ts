import { createServer, type Server } from 'node:http'
import { answerReady } from '#lib/process/health-server.ts'
import type { LiveEvents } from './live-events.ts'
import type { ListenSockets } from './media-streams/listen-sockets.ts'
import type { MediaStreams } from './media-streams/media-streams.ts'
import { RELAY_PATH } from './media-streams/relays.ts'

interface Sockets {
  live: LiveEvents
  listening: ListenSockets
  media: MediaStreams
}

/** Whoever sends a request byte by byte is cut off after five seconds, looked at every second. */
const LIMITS = {
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16_384,
}

/** The seed's path is the carrier's too; the account is in both, see carrierUrls.mediaSocket. */
const MEDIA = /^\/(?:media|outbound-media-stream)\/(AC[0-9a-f]{32})$/

const CLIENT = /^\/outbound-media-stream(?:\?token=([\w.~+/=-]{0,4096}))?$/

/** The one listener of the sidecar: its health, and who gets which socket. Rejects when the port is taken. */
export async function startServer(
  host: string,
  port: number,
  isReady: () => Promise<boolean>,
  { live, listening, media }: Sockets,
): Promise<Server> {
  const server = createServer(LIMITS, (request, response) => {
    if (request.url === '/healthz') void answerReady(response, async () => true)
    else if (request.url === '/readyz') void answerReady(response, isReady)
    else response.writeHead(404).end()
  })
  server.on('upgrade', (request, socket, head) => {
    const accountSid = MEDIA.exec(request.url ?? '')?.[1]
    const client = CLIENT.exec(request.url ?? '')
    if (accountSid) media.upgrade(request, socket, head, accountSid)
    else if (request.url === '/live') live.upgrade(request, socket, head)
    else if (request.url === '/listen') listening.upgradePage(request, socket, head)
    else if (request.url === RELAY_PATH) listening.upgradePage(request, socket, head, true)
    else if (client) listening.upgradeClient(request, socket, head, client[1] ?? '')
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  return server
}
