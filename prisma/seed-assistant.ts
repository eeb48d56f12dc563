import { storeCredential } from '#lib/assistants/credentials.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { SettingError } from '#lib/env.ts'
import type { DEMO_BUSINESSES } from './demo-world.ts'
import { demoAssistantAccounts } from './seed-settings.ts'

type DemoAssistant = NonNullable<(typeof DEMO_BUSINESSES)[number]['assistant']>

/** Gives a demo business its account with the vendor, and once its assistant, which answers a line of its own. */
export async function seedAssistant(businessId: string, index: number, assistant: DemoAssistant | null): Promise<void> {
  const account = demoAssistantAccounts()[index]
  if (!account) throw new SettingError('DEMO_ASSISTANTS has too few accounts')
  const { key: apiKey, agentId, webhookSecret } = account
  await withBusiness(businessId, async (tx) => {
    await storeCredential(tx, businessId, null, { apiKey, agentId, webhookSecret })
    if (!assistant) return
    const { line, tools, ...facts } = assistant
    const data = { businessId, ...facts, tools: [...tools] }
    const { count } = await tx.assistant.createMany({ data, skipDuplicates: true })
    if (count > 0) await tx.phoneNumber.updateMany({ where: { number: line }, data: { assistantId: assistant.id } })
  })
}
