import { readBusiness } from '#lib/db/read-business.ts'
import type { EventHint } from './subscribe.ts'
import type { DomainEvent } from './types.ts'

/** The event a hint points to, read inside its business; null when it is gone already. */
export async function readEvent({ businessId, id }: Pick<EventHint, 'businessId' | 'id'>): Promise<DomainEvent | null> {
  const [row] = await readBusiness(
    businessId,
    (tx) => tx.$queryRaw<{ payload: DomainEvent }[]>`
      select payload from domain_events where business_id = ${businessId}::uuid and id = ${id}`,
  )
  return row?.payload ?? null
}
