import type { Prisma } from '#lib/db/generated/client.ts'
import type { Tx } from '#lib/db/with-business.ts'

/** The columns that people and programs fill; no part of what a call's events tell. */
type Notes = Pick<
  Prisma.CallUncheckedUpdateInput,
  | 'customerId'
  | 'callerName'
  | 'tags'
  | 'notes'
  | 'campaign'
  | 'source'
  | 'custom'
  | 'quality'
  | 'disposition'
  | 'transcriptionStatus'
  | 'reviewedAt'
  | 'reviewedBy'
  | 'legalHold'
>

/** How a call went for which no carrier tells: a record without legs. */
type Story = Pick<Prisma.CallUncheckedUpdateInput, 'status' | 'outcome' | 'answeredAt' | 'endedAt' | 'durationS'>

/** Writes down what is noted about a call, beside its events; the caller holds the call's lock and publishes the change. */
export async function noteCall(tx: Tx, businessId: string, id: string, notes: Notes & Story): Promise<void> {
  await tx.call.update({ where: { businessId_id: { businessId, id } }, data: notes })
}
