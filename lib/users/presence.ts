import { withBusiness } from '#lib/db/with-business.ts'

/**
 * Notes that a member's page has a live socket now; false when the member is disabled or gone, and the socket must close.
 */
export async function noteLive(businessId: string, membershipId: string): Promise<boolean> {
  const { count } = await withBusiness(businessId, (tx) =>
    tx.membership.updateMany({ where: { id: membershipId, disabledAt: null }, data: { lastLiveAt: new Date() } }),
  )
  return count === 1
}

/** Notes that a member's last page here closed, unless another gave a sign of life since. */
export async function noteGone(businessId: string, membershipId: string, closedAt: Date): Promise<void> {
  await withBusiness(businessId, (tx) =>
    tx.membership.updateMany({
      where: { id: membershipId, lastLiveAt: { lte: closedAt } },
      data: { lastLiveAt: null },
    }),
  )
}
