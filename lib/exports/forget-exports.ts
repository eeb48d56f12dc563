import { allBusinesses } from '#lib/db/across.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { openStore } from '#lib/storage/store.ts'
import { placeOf } from './export-view.ts'

/** Deletes the files of exports that had their day. */
export async function forgetExports(): Promise<void> {
  const store = await openStore()
  for (const businessId of await allBusinesses()) {
    const over = await withBusiness(businessId, (tx) =>
      tx.export.findMany({ where: { status: 'ready', expiresAt: { lt: new Date() } }, select: { id: true } }),
    )
    for (const { id } of over) {
      await store.remove(placeOf(businessId, id))
      await withBusiness(businessId, (tx) =>
        tx.export.update({ where: { businessId_id: { businessId, id } }, data: { status: 'expired' } }),
      )
    }
  }
}
