import { type Caller, SCOPES } from '#lib/auth/principal.ts'
import type { TestBusiness, TestUser } from '#lib/db/test-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { newId, newSid } from '#lib/ids.ts'
import type { LegFacts } from './call-event.ts'
import type { NewLegEvent } from './event-rows.ts'

/** A caller of a verb, as the route would make one. */
export function callerOf(business: TestBusiness, user: TestUser, idempotencyKey: string | null = null): Caller {
  const { userId, membershipId, role, carrierIdentity, name, email } = user
  const { businessId } = business
  return {
    principal: {
      kind: 'user',
      sessionVersion: 1,
      userId,
      businessId,
      membershipId,
      role,
      carrierIdentity,
      name,
      email,
      business: { id: businessId, name: 'Test Heating', country: 'GB', timeZone: 'Europe/London' },
    },
    credential: 'session',
    address: '127.0.0.1',
    idempotencyKey,
  }
}

/** The same for a program, by the business's key. */
export function keyCallerOf(business: TestBusiness, idempotencyKey: string | null = null): Caller {
  const { businessId, apiKey } = business
  return {
    principal: {
      kind: 'key',
      keyId: apiKey.id,
      scopes: [...SCOPES],
      name: 'Test key',
      businessId,
      business: { id: businessId, name: 'Test Heating', country: 'GB', timeZone: 'Europe/London' },
    },
    credential: 'key',
    address: '127.0.0.1',
    idempotencyKey,
  }
}

/** A webhook's event of a leg, the carrier's times one second apart. */
export function reportOf(
  business: TestBusiness,
  callSid: string,
  facts: LegFacts,
  sequence = 0,
  at = Date.UTC(2026, 10, 20, 9, 0, sequence),
): NewLegEvent {
  const { accountSid } = business.account
  return { kind: 'leg', accountSid, callSid, source: 'webhook', type: `leg.${facts.status}`, sequence, at, facts }
}

export const newCallSid = () => newSid('CA')

export const callRow = (business: TestBusiness, id: string) =>
  withBusiness(business.businessId, (tx) =>
    tx.call.findUniqueOrThrow({
      where: { businessId_id: { businessId: business.businessId, id } },
      include: { legs: { orderBy: { startedAt: 'asc' } }, attempts: true },
    }),
  )

/** A call that somebody noted down, over; returns its id. callSid: the carrier's name of it, on the business's account. */
export async function createEndedCall({ businessId, account, line }: TestBusiness, callSid?: string): Promise<string> {
  const id = newId()
  const startedAt = new Date(Date.now() - 60_000)
  const data = {
    ...{ businessId, id, origin: 'record', direction: 'inbound', status: 'completed', outcome: 'completed' },
    ...{ phoneNumber: line.number, callerPhone: '+442079460958', startedAt, endedAt: new Date(), durationS: 60 },
    ...(callSid && { callSid, accountSid: account.accountSid }),
  }
  await withBusiness(businessId, (tx) => tx.call.create({ data }))
  return id
}
