import { beforeEach, expect, test } from 'vitest'
import { createTestBusiness, type TestBusiness } from '#lib/db/test-business.ts'
import { together } from '#lib/db/test-together.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { openCredential, openWebhookSecrets, storeCredential } from './credentials.ts'
import { CredentialFile, importCredentials } from './import-credentials.ts'

const AT_ONCE = 4

let business: TestBusiness
beforeEach(async () => {
  business = await createTestBusiness()
})
const inside = <T>(run: (tx: Tx) => Promise<T>) => withBusiness(business.businessId, run)

test.each(['the business', 'a user'] as const)('of several accounts stored for %s at once one holds', async (whose) => {
  const userId = whose === 'a user' ? business.users.agent.userId : null
  await together(business.businessId, AT_ONCE, (tx, at) =>
    storeCredential(tx, business.businessId, userId, {
      agentId: `agent_${at}`,
      apiKey: `key_${at}`,
      webhookSecret: `secret_${at}`,
    }),
  )
  expect(await inside((tx) => tx.assistantCredential.count())).toBe(1)
  const { agentId, apiKey } = await inside((tx) => openCredential(tx, userId))
  const at = agentId.slice('agent_'.length)
  expect([apiKey, await inside(openWebhookSecrets)]).toEqual([`key_${at}`, [`secret_${at}`]])
})

test('a stored account takes the place of the one before; a secret that is not named stays', async () => {
  const store = (credential: Parameters<typeof storeCredential>[3]) =>
    inside((tx) => storeCredential(tx, business.businessId, null, credential))
  await store({ agentId: 'agent_1', apiKey: 'key_1', webhookSecret: 'secret' })
  await store({ agentId: 'agent_2', apiKey: 'key_2' })
  expect(await inside((tx) => openCredential(tx, null))).toEqual({ agentId: 'agent_2', apiKey: 'key_2' })
  expect(await inside(openWebhookSecrets)).toEqual(['secret'])
})

test('files that name the same users in another order are imported at once', async () => {
  const { agent, admin } = business.users
  const voice = {
    ...{ elevenLabsAgentId: 'agent_9', elevenLabsApiKey: 'xi-imported' },
    ...{ twilioPhoneNumber: business.line.number, twilioSid: business.account.accountSid },
  }
  const entries = [agent, admin].map(({ userId }) => [userId, { onboarding: { voice } }] as const)
  const files = [entries, [...entries].reverse()].map((each) => CredentialFile.parse(Object.fromEntries(each)))
  const imported = await Promise.all(files.map((file) => importCredentials(business.businessId, file)))
  expect(imported).toEqual([2, 2])
  expect(await inside((tx) => tx.assistantCredential.count())).toBe(2)
})
