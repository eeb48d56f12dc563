import { createServer, type Server, type ServerResponse } from 'node:http'
import { log } from '#lib/log.ts'

/** Answers /healthz (the process is alive) and /readyz (it can serve: 200, else 503). Rejects when the port is taken. */
export function startHealthServer(host: string, port: number, isReady: () => Promise<boolean>): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.url === '/healthz') answer(response, 200, 'ok')
    else if (request.url === '/readyz') void answerReady(response, isReady)
    else answer(response, 404, 'not_found')
  })
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => resolve(server))
  })
}

/** Also for servers that have more to say than their health. */
export async function answerReady(response: ServerResponse, isReady: () => Promise<boolean>): Promise<void> {
  const ready = await isReady().catch((error: unknown) => {
    log.warn('not ready', { error })
    return false
  })
  answer(response, ready ? 200 : 503, ready ? 'ok' : 'not_ready')
}

function answer(response: ServerResponse, status: number, word: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
  response.end(JSON.stringify({ status: word }))
}
