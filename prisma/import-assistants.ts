import { readFileSync } from 'node:fs'
import { z } from 'zod'
import { CredentialFile, importCredentials } from '#lib/assistants/import-credentials.ts'
import { findAccount } from '#lib/db/across.ts'
import { closeDatabase } from '#lib/db/client.ts'
import { env, SettingError } from '#lib/env.ts'

/** Reads users' assistant accounts from a JSON file into the first business. */
async function main(path: string | undefined): Promise<void> {
  if (!path) throw new SettingError('name a file: npm run import:assistants -- users.json')
  const account = await findAccount(env().TWILIO_ACCOUNT_SID ?? '')
  if (!account) throw new SettingError('TWILIO_ACCOUNT_SID is not the account of a business')
  const file = CredentialFile.safeParse(JSON.parse(readFileSync(path, 'utf8')))
  if (!file.success) throw new SettingError(`${path}: ${z.prettifyError(file.error)}`)
  const count = await importCredentials(account.businessId, file.data)
  process.stdout.write(`${count} ${count === 1 ? 'account' : 'accounts'} imported\n`)
}

await main(process.argv[2])
  .catch((error: unknown) => {
    process.stderr.write(`offhook: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
  .finally(closeDatabase)
