import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import { AppError } from '#lib/errors.ts'
import { log } from '#lib/log.ts'
import { type Answer, findRoute, type Route, readAsk, sendAnswer } from '#local/carrier/router.ts'
import type { Account } from './accounts.ts'
import { controlRoutes } from './control.ts'
import { Conversations } from './conversations.ts'
import { BAD_KEY, restRoutes } from './rest.ts'
import { Tickets } from './tickets.ts'
import { TRANSCRIPTION, transcribe } from './transcribe.ts'

const MOST_BYTES = 1024 * 1024
const NOT_FOUND: Answer = { status: 404, body: { detail: { status: 'not_found', message: 'Not part of this API' } } }

export interface Assistant {
  conversations: Conversations
  /** Resolves with the port; rejects when it is taken. */
  listen(port: number, host: string): Promise<number>
  close(): Promise<void>
}

/** ElevenLabs' side of conversational agents on this machine: REST, conversations' sockets, post-call webhooks, a control API. */
export function createAssistant(accounts: readonly Account[]): Assistant {
  const conversations = new Conversations(accounts)
  const parts = { accounts, conversations, tickets: new Tickets() }
  const server = createServer((request, response) => void serve(request, response, parts))
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MOST_BYTES, perMessageDeflate: false })
  server.on('upgrade', (request, socket, head) => upgrade(sockets, parts, { request, socket, head }))
  return {
    conversations,
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port))
      }),
    close: async () => {
      conversations.close()
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Parts {
  accounts: readonly Account[]
  conversations: Conversations
  tickets: Tickets
}

async function serve(request: IncomingMessage, response: ServerResponse, parts: Parts): Promise<void> {
  try {
    sendAnswer(response, await answer(request, parts))
  } catch (error) {
    if (!(error instanceof AppError)) log.error('a request failed', { path: request.url, error })
    const [status, message] = error instanceof AppError ? [error.status, error.message] : [500, String(error)]
    sendAnswer(response, { status, body: { detail: { status: 'error', message } } })
  }
}

async function answer(request: IncomingMessage, parts: Parts): Promise<Answer> {
  const ask = await readAsk(request)
  if (ask.path === '/healthz' || ask.path === '/readyz') return { status: 200, body: { status: 'ok' } }
  const isControl = ask.path === '/control' || ask.path.startsWith('/control/')
  if (isControl && !ask.isLocal) throw new AppError('forbidden', 'The control API serves this machine only')
  const routes = isControl ? controlRoutes(parts.conversations) : vendorRoutes(request, parts)
  if (!routes) return BAD_KEY
  const found = findRoute(routes, ask.method, ask.path)
  return found ? found.route.run({ ...ask, params: found.params }) : NOT_FOUND
}

/** Undefined without a key the vendor knows. */
function vendorRoutes(request: IncomingMessage, parts: Parts): Route[] | undefined {
  const account = parts.accounts.find(({ key }) => key === request.headers['xi-api-key'])
  return account && restRoutes(account, `ws://${request.headers.host}`, parts)
}

interface Upgrade {
  request: IncomingMessage
  socket: Duplex
  head: Buffer
}

function upgrade(
  sockets: WebSocketServer,
  { accounts, conversations, tickets }: Parts,
  { request, socket, head }: Upgrade,
): void {
  // A peer that is gone before it was answered; an accepted one is looked after by its conversation.
  socket.on('error', () => socket.destroy())
  const [path, query] = (request.url ?? '').split('?')
  const parameters = new URLSearchParams(query)
  const agentId = parameters.get('agent_id')
  if (path === TRANSCRIPTION && accounts.some(({ key }) => key === request.headers['xi-api-key'])) {
    sockets.handleUpgrade(request, socket, head, (accepted) =>
      transcribe(accepted, parameters, conversations.announced),
    )
    return
  }
  const isOpen = tickets.opens(parameters.get('conversation_signature'), agentId)
  if (path !== '/v1/convai/conversation' || !isOpen) {
    socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n')
    return
  }
  sockets.handleUpgrade(request, socket, head, (accepted) => conversations.open(accepted, agentId!))
}
