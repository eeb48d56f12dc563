import type { openDatabase } from '#lib/db/client.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { openStore } from '#lib/storage/store.ts'
import { asOwner } from './as-owner.ts'

/** Forgets everything of the given businesses and nothing of any other; their people keep their sign-in. */
export async function resetDemo(businessIds: readonly string[]): Promise<void> {
  await asOwner(async (owner) => {
    for (const businessId of businessIds) await forget(owner, businessId)
  })
  const store = await openStore()
  for (const businessId of businessIds) {
    await store.removeFolder(`recordings/${businessId}`)
    await store.removeFolder(`exports/${businessId}`)
  }
}

const forget = (owner: ReturnType<typeof openDatabase>, businessId: string) =>
  withBusiness(
    businessId,
    async (tx) => {
      for (const table of [
        tx.callEvent,
        tx.recording,
        tx.callLeg,
        tx.callAttempt,
        tx.call,
        tx.callRollup,
        tx.callRollupChange,
        tx.export,
        tx.domainEvent,
        tx.auditEntry,
        tx.phoneNumber,
        tx.assistant,
        tx.assistantCredential,
        tx.carrierAccount,
        tx.apiKey,
        tx.diallingRules,
        tx.verifiedCallerId,
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
