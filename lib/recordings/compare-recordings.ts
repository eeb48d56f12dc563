import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import type { CarrierRecording } from '#lib/carrier/port.ts'
import { allBusinesses } from '#lib/db/across.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { log } from '#lib/log.ts'
import { adoptRecording } from './adopt-recording.ts'
import { noteStatus } from './note-status.ts'

const DAY_MS = 24 * 3_600_000
/** What is over: of a recording that still runs nothing is concluded. */
const OVER = ['completed', 'absent']

/** Asks the carrier of each business for the recordings of yesterday and today, and has those fetched that nobody told us of. */
export async function compareRecordings(): Promise<void> {
  for (const businessId of await allBusinesses()) {
    const found = await compareBusiness(businessId, new Date())
    if (found > 0) log.warn('recordings were found that nobody had told of', { businessId, found })
  }
}

/** The same for one business, in its own account and in those of its users; how many were missing or open. */
export async function compareBusiness(businessId: string, now: Date): Promise<number> {
  const accounts = await withBusiness(businessId, (tx) => tx.carrierAccount.findMany({ select: { accountSid: true } }))
  let found = 0
  for (const { accountSid } of accounts) {
    // An account that a user closed, or whose token they changed, keeps nobody else's recordings away.
    found += await compareAccount(businessId, accountSid, now).catch((error: unknown) => {
      log.error('the recordings of an account could not be compared', { error, businessId, accountSid })
      return 0
    })
  }
  return found
}

async function compareAccount(businessId: string, accountSid: string, now: Date): Promise<number> {
  const carrier = await loadCarrier(businessId, accountSid)
  const today = now.getTime() - (now.getTime() % DAY_MS)
  const listed = await carrier.listRecordings({ since: new Date(today - DAY_MS) })
  let found = 0
  for (const recording of listed.filter(({ status }) => OVER.includes(status))) {
    found += await withBusiness(businessId, (tx) => settle(tx, businessId, accountSid, recording))
  }
  return found
}

async function settle(tx: Tx, businessId: string, accountSid: string, listed: CarrierRecording): Promise<number> {
  const { recordingSid, callSid, status, startedAt } = listed
  const known = await tx.recording.findFirst({
    where: { accountSid, OR: [{ recordingSid }, { recordingSid: null, callSid: callSid ?? '' }] },
  })
  if (known?.status === 'stored' || known?.status === 'absent') return 0
  if (!known && status === 'absent') return 0
  const recording =
    known ?? (callSid && (await adoptRecording(tx, businessId, { accountSid, callSid, recordingSid, startedAt })))
  if (!recording) return 0
  await noteStatus(tx, businessId, recording, { recordingSid, status })
  return 1
}
