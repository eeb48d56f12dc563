import type { Tx } from '#lib/db/with-business.ts'

/** Holds one CallSid of a business until the transaction ends, so that two requests do not make two calls of it. */
export async function lockSid(tx: Tx, businessId: string, callSid: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`sid ${businessId} ${callSid}`}, 0))`
}

/** The call that has this CallSid, by its row or by a leg. */
export const callOfSid = (tx: Tx, callSid: string): Promise<{ id: string; origin: string } | null> =>
  tx.call.findFirst({
    where: { OR: [{ callSid }, { legs: { some: { callSid } } }] },
    select: { id: true, origin: true },
    orderBy: { startedAt: 'asc' },
  })
