import type { Tx } from '#lib/db/with-business.ts'

interface Place {
  id: string
  startedAt: Date
}

/** The calls before and after one in the history, which begins with the newest. */
export async function neighboursOf(tx: Tx, { id, startedAt }: Place) {
  const newer = await tx.call.findFirst({
    where: { OR: [{ startedAt: { gt: startedAt } }, { startedAt, id: { gt: id } }] },
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
    select: { id: true },
  })
  const older = await tx.call.findFirst({
    where: { OR: [{ startedAt: { lt: startedAt } }, { startedAt, id: { lt: id } }] },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    select: { id: true },
  })
  return { newer_id: newer?.id ?? null, older_id: older?.id ?? null }
}
