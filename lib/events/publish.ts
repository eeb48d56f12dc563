import type { Tx } from '#lib/db/with-business.ts'
import { DOMAIN_EVENTS, type DomainEvent } from './types.ts'

/** Stores the event beside the change it reports; PostgreSQL sends the NOTIFY only if both commit. */
export async function publish(tx: Tx, businessId: string, event: DomainEvent): Promise<void> {
  await tx.$executeRaw`
    with event as (
      insert into domain_events (business_id, payload) values (${businessId}::uuid, ${JSON.stringify(event)}::jsonb) returning id
    )
    select pg_notify(${DOMAIN_EVENTS}, ${businessId}::text || ':' || id || ':' || ${event.type}::text) from event`
}
