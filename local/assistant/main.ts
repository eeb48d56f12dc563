import { log } from '#lib/log.ts'
import { whenStopped } from '#local/when-stopped.ts'
import { createAssistant } from './assistant.ts'
import { readSettings } from './settings.ts'

async function main(): Promise<void> {
  const { LOCAL_ASSISTANT_ACCOUNTS: accounts, LOCAL_ASSISTANT_PORT, HOST } = readSettings(process.env)
  const assistant = createAssistant(accounts)
  const port = await assistant.listen(LOCAL_ASSISTANT_PORT, HOST).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(`LOCAL_ASSISTANT_PORT: port ${LOCAL_ASSISTANT_PORT} is taken`) : error
  })
  log.info('local assistant ready', { port, host: HOST, accounts: accounts.length })
  whenStopped(() => {
    void assistant.close().then(() => process.exit(0))
  })
}

try {
  await main()
} catch (error) {
  process.stderr.write(`offhook: local assistant: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
