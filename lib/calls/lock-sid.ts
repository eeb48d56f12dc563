import type { Tx } from '#lib/db/with-business.ts'

/** Holds one CallSid of a business until the transaction ends, so that two requests do not make two calls of it, and no event of it is stored as nobody's meanwhile. */
export async function lockSid(tx: Tx, businessId: string, callSid: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`sid ${businessId} ${callSid}`}, 0))`
}

/** The call that has this CallSid, by a leg or by its own row. */
export async function callOfSid(tx: Tx, callSid: string): Promise<{ id: string; origin: string } | null> {
  const select = { id: true, origin: true }
  const leg = await tx.callLeg.findFirst({ where: { callSid }, select: { call: { select } } })
  return leg?.call ?? tx.call.findFirst({ where: { callSid }, select, orderBy: { startedAt: 'asc' } })
}
