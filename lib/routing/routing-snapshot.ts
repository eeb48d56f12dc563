import type { Tx } from '#lib/db/with-business.ts'

/** How long a page's last sign of life counts. */
const LIVE_MS = 30_000

/** All that routing decides from, so that the decision itself asks nothing. */
export interface RoutingSnapshot {
  line: { number: string; label: string } | null
  /** Members whose page is open now, the longest known first. */
  agents: { userId: string; carrierIdentity: string }[]
}

/** What is known of a called number and of who could answer now. */
export async function routingSnapshot(tx: Tx, number: string): Promise<RoutingSnapshot> {
  const line = await tx.phoneNumber.findFirst({ where: { number }, select: { number: true, label: true } })
  const agents = await tx.membership.findMany({
    where: { disabledAt: null, lastLiveAt: { gt: new Date(Date.now() - LIVE_MS) } },
    select: { userId: true, carrierIdentity: true },
    orderBy: { createdAt: 'asc' },
  })
  return { line, agents }
}
