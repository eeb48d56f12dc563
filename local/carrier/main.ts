import { log } from '#lib/log.ts'
import { whenStopped } from '#local/when-stopped.ts'
import { createCarrier } from './carrier.ts'
import { readSettings, type Settings } from './settings.ts'
import { createSignalling } from './signalling/gateway.ts'

async function main(settings: Settings): Promise<void> {
  const { LOCAL_CARRIER_ACCOUNTS: accounts, LOCAL_CARRIER_PORT, HOST, LOCAL_MEDIA_HOST, LOCAL_MEDIA_PORTS } = settings
  const media = { host: LOCAL_MEDIA_HOST, ports: LOCAL_MEDIA_PORTS }
  const carrier = createCarrier({
    accounts,
    media,
    callsPerSecond: settings.LOCAL_CARRIER_CPS,
    lenient: settings.LOCAL_CARRIER_LENIENT,
    restConcurrency: settings.LOCAL_CARRIER_REST_CONCURRENCY,
    delays: { updateMs: settings.LOCAL_CARRIER_UPDATE_DELAY_MS, readMs: settings.LOCAL_CARRIER_READ_DELAY_MS },
    signalling: (parts) => createSignalling({ ...parts, media, log }),
  })
  const port = await carrier.listen(LOCAL_CARRIER_PORT, HOST).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(`LOCAL_CARRIER_PORT: port ${LOCAL_CARRIER_PORT} is taken`) : error
  })
  log.info('local carrier ready', { port, host: HOST, accounts: accounts.length })
  whenStopped(() => {
    void carrier.close().then(() => process.exit(0))
  })
}

try {
  await main(readSettings(process.env))
} catch (error) {
  process.stderr.write(`offhook: local carrier: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
