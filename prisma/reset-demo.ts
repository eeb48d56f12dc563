import { openDatabase } from '#lib/db/client.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { SettingError } from '#lib/env.ts'

/** Forgets everything of the given businesses and nothing of any other; their people keep their sign-in. */
export async function resetDemo(businessIds: readonly string[]): Promise<void> {
  const url = process.env.DATABASE_URL
  if (!url) throw new SettingError('DATABASE_URL is not set')
  const owner = openDatabase(url)
  try {
    for (const businessId of businessIds) await forget(owner, businessId)
  } finally {
    await owner.$disconnect()
  }
}

const forget = (owner: ReturnType<typeof openDatabase>, businessId: string) =>
  withBusiness(
    businessId,
    async (tx) => {
      for (const table of [
        tx.callEvent,
        tx.callLeg,
        tx.callAttempt,
        tx.call,
        tx.domainEvent,
        tx.auditEntry,
        tx.phoneNumber,
        tx.carrierAccount,
        tx.apiKey,
        tx.membership,
        tx.webhookDelivery,
        tx.singleUseToken,
      ]) {
        await (table as typeof tx.call).deleteMany({ where: { businessId } })
      }
      await tx.business.deleteMany({ where: { id: businessId } })
    },
    { on: owner },
  )
