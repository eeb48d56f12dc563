import { ringAgentsTwiml } from '#lib/carrier/twiml/ring-agents.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { RING_S, routeToDesk } from '#lib/routing/route-call.ts'
import { routingSnapshot } from '#lib/routing/routing-snapshot.ts'
import type { CallState } from './record-events.ts'

/** Rings in all; a page that is open and cannot ring must not keep a caller waiting for ever. */
const MOST_ROUNDS = 4
/** Less is no ring. */
const LEAST_S = 4
/** What the next tab of the same agent needs to take the phone over. */
const PAUSE_S = 1

/**
 * A ring ended long before its time and nobody declined it: an agent's page that rang was closed or lost its connection. Those
 * who are still there are rung for the rest of the time. Null when there is no time or nobody.
 */
export async function ringAgain(tx: Tx, state: CallState, number: string, round: number): Promise<string | null> {
  const { startedAt } = await tx.call.findUniqueOrThrow({
    where: { businessId_id: { businessId: state.businessId, id: state.id } },
    select: { startedAt: true },
  })
  const timeoutS = Math.floor(RING_S - (Date.now() - startedAt.getTime()) / 1000) - PAUSE_S
  if (round >= MOST_ROUNDS || timeoutS < LEAST_S) return null
  const declined = new Set(state.commands.flatMap((each) => (each.type === 'decline' ? [each.userId] : [])))
  const snapshot = await routingSnapshot(tx, number)
  const routing = routeToDesk({ ...snapshot, agents: snapshot.agents.filter(({ userId }) => !declined.has(userId)) })
  if (routing.to !== 'agents') return null
  return ringAgentsTwiml({ ...routing, callId: state.id, timeoutS, afterS: PAUSE_S, round: round + 1 })
}
