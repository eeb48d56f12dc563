import { allBusinesses } from '#lib/db/across.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { log } from '#lib/log.ts'
import { deleteRecordings } from './delete-recordings.ts'

const DAY_MS = 24 * 3_600_000
/** Calls of one round; each is a transaction of its own. */
const ROUND = 200

/** Deletes the recordings that each business has had for longer than it wants to; held calls keep theirs. */
export async function expireRecordings(): Promise<void> {
  for (const businessId of await allBusinesses()) {
    const deleted = await expireOf(businessId, new Date())
    if (deleted > 0)
      log.info('recordings were deleted that are older than their business keeps them', { businessId, deleted })
  }
}

/** The same for one business; how many recordings were deleted. */
export async function expireOf(businessId: string, now: Date): Promise<number> {
  const { retentionDays } = await withBusiness(businessId, (tx) =>
    tx.business.findUniqueOrThrow({ where: { id: businessId }, select: { retentionDays: true } }),
  )
  if (retentionDays === null) return 0
  const { storedAt } = storedBefore(retentionDays, now)
  const before = storedAt.lt
  const by = { businessId, actor: 'job:expire-recordings', address: null } as const
  const why = { reason: `kept for ${retentionDays} days`, before }
  for (let deleted = 0; ; ) {
    const callIds = await expiredCalls(businessId, before)
    for (const callId of callIds)
      deleted += await withBusiness(businessId, (tx) => deleteRecordings(tx, by, callId, why))
    if (callIds.length < ROUND) return deleted
  }
}

/** Of recordings: those that were kept for so many days. */
export const storedBefore = (days: number, now: Date) => ({ storedAt: { lt: new Date(now.getTime() - days * DAY_MS) } })

async function expiredCalls(businessId: string, before: Date): Promise<string[]> {
  const found = await withBusiness(businessId, (tx) =>
    tx.recording.findMany({
      where: { status: 'stored', storedAt: { lt: before }, call: { legalHold: false } },
      distinct: ['callId'],
      select: { callId: true },
      take: ROUND,
    }),
  )
  return found.map(({ callId }) => callId)
}
