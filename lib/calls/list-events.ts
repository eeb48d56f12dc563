import { authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { namesOf } from './call-view.ts'

const MOST = 1000

/** The ledger of a call as it came, oldest first. */
export async function listEvents({ principal }: Caller, { id }: { id: string }) {
  const { businessId } = principal
  authorise(principal, 'ledger:read')
  const { call, events, names } = await withBusiness(businessId, async (tx) => ({
    call: await tx.call.findUnique({
      where: { businessId_id: { businessId, id } },
      select: { legs: { select: { callSid: true, role: true, userId: true } } },
    }),
    events: await tx.callEvent.findMany({
      where: { callId: id },
      orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
      take: MOST,
    }),
    names: await namesOf(tx),
  }))
  if (!call) throw new AppError('not_found', 'There is no such call.')
  const legs = new Map(call.legs.map((leg) => [leg.callSid, leg]))
  return {
    success: true,
    data: {
      events: events.map((event) => {
        const leg = event.callSid ? legs.get(event.callSid) : undefined
        const by = (event.payload as { userId?: string }).userId ?? leg?.userId
        return {
          id: String(event.id),
          at: event.carrierAt ?? event.receivedAt,
          received_at: event.receivedAt,
          source: event.source,
          type: event.type,
          leg_role: leg?.role ?? null,
          name: by ? (names.people.get(by) ?? null) : null,
          call_sid: event.callSid,
          sequence: event.sequence,
          payload: event.payload,
        }
      }),
    },
  }
}
