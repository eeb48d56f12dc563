import { withBusiness } from '#lib/db/with-business.ts'
import type { EventHint } from './subscribe.ts'
import type { DomainEvent } from './types.ts'

/** The event a hint points to, read inside its business; null when it is gone already. */
export async function readEvent({ businessId, id }: Pick<EventHint, 'businessId' | 'id'>): Promise<DomainEvent | null> {
  const row = await withBusiness(businessId, (tx) =>
    tx.domainEvent.findUnique({ where: { businessId_id: { businessId, id } } }),
  )
  return row ? (row.payload as unknown as DomainEvent) : null
}
