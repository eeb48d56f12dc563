import { storeCredential } from '#lib/assistants/credentials.ts'
import { hashApiKey } from '#lib/auth/api-key.ts'
import { normaliseEmail } from '#lib/auth/email.ts'
import { SCOPES } from '#lib/auth/principal.ts'
import { findAccount } from '#lib/db/across.ts'
import { closeDatabase } from '#lib/db/client.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { isDemo, SettingError } from '#lib/env.ts'
import { newId } from '#lib/ids.ts'
import { DEMO_BUSINESSES, DEMO_PASSWORD, DEMO_RULES } from './demo-world.ts'
import { resetDemo } from './reset-demo.ts'
import { seedAssistant } from './seed-assistant.ts'
import { seedBusiness } from './seed-business.ts'
import { demoAccounts, demoAssistants, firstOwner, liveAccount } from './seed-settings.ts'

/** Runs at every start: makes the demo world, or the first business of a real account. `--reset` starts the demo afresh. */
async function main(): Promise<void> {
  if (!isDemo()) return seedLive()
  if (process.argv.includes('--reset')) await resetDemo(DEMO_BUSINESSES.map((business) => business.id))
  const accounts = demoAccounts()
  const assistants = demoAssistants()
  for (const [index, business] of DEMO_BUSINESSES.entries()) {
    const account = accounts[index]
    const assistant = assistants[index]
    if (!account || !assistant) throw new SettingError('DEMO_ACCOUNTS or DEMO_ASSISTANTS has too few accounts')
    await seedBusiness(business, account, { password: DEMO_PASSWORD, obtainNumbers: true })
    await seedAccess(business.id, business.apiKey)
    await seedAssistant(business.id, index, business.assistant)
    const { key: apiKey, ...credential } = assistant
    await withBusiness(business.id, (tx) => storeCredential(tx, business.id, null, { apiKey, ...credential }))
  }
}

/** A key that everybody may know and generous rules; what somebody changed or revoked since stays so. */
const seedAccess = (businessId: string, key: string) =>
  withBusiness(businessId, async (tx) => {
    const data = { businessId, id: newId(), name: 'Demo', keyHash: hashApiKey(key), scopes: [...SCOPES] }
    await tx.apiKey.createMany({ data, skipDuplicates: true })
    await tx.diallingRules.createMany({ data: { businessId, ...DEMO_RULES }, skipDuplicates: true })
  })

/** A real account's first start needs to know who will sign in; later ones only follow changed settings. */
async function seedLive(): Promise<void> {
  const { account, number, ...business } = liveAccount()
  const known = await findAccount(account.sid)
  const owner = known ? null : firstOwner()
  await seedBusiness(
    {
      id: known?.businessId ?? newId(),
      ...business,
      recordCalls: false,
      lines: [{ number, label: 'Main' }],
      people: owner ? [{ email: normaliseEmail(owner.email), name: 'Owner', role: 'owner' }] : [],
    },
    account,
    { password: owner?.password ?? '', obtainNumbers: false },
  )
}

await main()
  .catch((error: unknown) => {
    process.stderr.write(`offhook: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exitCode = 1
  })
  .finally(closeDatabase)
