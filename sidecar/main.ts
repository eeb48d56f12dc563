import { createServer } from 'node:http'
import { closeDatabase, pool } from '#lib/db/client.ts'
import { env } from '#lib/env.ts'
import { subscribe } from '#lib/events/subscribe.ts'
import { log } from '#lib/log.ts'
import { endWithLauncher } from '#lib/process/end-with-launcher.ts'
import { answerReady } from '#lib/process/health-server.ts'
import { LiveEvents } from './live-events.ts'

async function main(): Promise<void> {
  const { HOST, WS_PORT, LISTEN_DATABASE_URL } = env()
  const live = new LiveEvents()
  const subscription = await subscribe(
    LISTEN_DATABASE_URL,
    (hint) => live.tell(hint),
    () => live.refreshAll(),
  )
  const isReady = async () => subscription.isConnected() && (await pool().query('select 1')).rowCount === 1
  const server = createServer({ headersTimeout: 5_000, requestTimeout: 10_000 }, (request, response) => {
    if (request.url === '/healthz') void answerReady(response, async () => true)
    else if (request.url === '/readyz') void answerReady(response, isReady)
    else response.writeHead(404).end()
  })
  server.on('upgrade', (request, socket, head) => {
    if (request.url === '/live') live.upgrade(request, socket, head)
    else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(WS_PORT, HOST, resolve)
  })
  log.info('the sidecar is ready', { port: WS_PORT })

  endWithLauncher(async () => {
    server.close()
    live.close()
    await subscription.close()
    await closeDatabase()
  })
}

await main().catch((error: unknown) => {
  log.error('the sidecar cannot go on', { error })
  process.stderr.write(`offhook: sidecar: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
})
