import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'
import { storeRecording } from './recording-files.ts'

/** Brings a finished recording into our own store. The file may not be there yet when the carrier says so: the job repeats. */
export async function fetchRecording(businessId: string, { recordingSid }: { recordingSid: string }): Promise<void> {
  const row = await withBusiness(businessId, (tx) => tx.recording.findFirstOrThrow({ where: { recordingSid } }))
  if (row.storedAt) return
  const sound = await (await loadCarrier(businessId)).openRecording(recordingSid)
  if (!sound) throw new Error(`The carrier has no sound of ${recordingSid} yet`)
  const bytes = await storeRecording(businessId, row.id, sound)
  await withBusiness(businessId, async (tx) => {
    const where = { businessId_id: { businessId, id: row.id } }
    await tx.recording.update({ where, data: { bytes, storedAt: new Date() } })
    await publish(tx, businessId, { type: 'call.changed', callId: row.callId })
  })
}
