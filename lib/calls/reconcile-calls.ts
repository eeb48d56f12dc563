import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import { allBusinesses } from '#lib/db/across.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { afterLeave } from './after-leave.ts'
import { type NewEvent, snapshotEvent } from './event-rows.ts'
import { ABANDONED } from './fold-call.ts'
import { recordEvents } from './record-events.ts'

/** A call nobody said anything of for this long is asked about. */
const QUIET_MS = 60_000
/** Calls asked about per business and run. */
const MOST = 100

/** Asks the carrier about open calls that went quiet: callbacks may be lost, and a page may close before it connects. */
export async function reconcileCalls(): Promise<void> {
  for (const businessId of await allBusinesses()) await reconcileBusiness(businessId, new Date(Date.now() - QUIET_MS))
}

/** The same for one business; quietSince is the time of the last word of a call that is asked about. */
export async function reconcileBusiness(businessId: string, quietSince: Date): Promise<void> {
  const calls = await withBusiness(businessId, (tx) =>
    tx.call.findMany({
      where: {
        endedAt: null,
        updatedAt: { lt: quietSince },
        // What became of a program's attempt without a leg is found out by resolve-attempts.
        OR: [{ origin: { in: ['browser', 'inbound'] } }, { origin: { in: ['api', 'assistant'] }, legs: { some: {} } }],
      },
      select: { id: true, legs: { where: { endedAt: null }, select: { accountSid: true, callSid: true } } },
      orderBy: { startedAt: 'asc' },
      take: MOST,
    }),
  )
  for (const call of calls) {
    const events = call.legs.length > 0 ? await snapshots(businessId, call.legs) : [abandoned]
    await withBusiness(businessId, async (tx) => {
      const state = await recordEvents(tx, businessId, call.id, events)
      if (state) await afterLeave(tx, state)
    })
  }
}

const abandoned: NewEvent = { kind: 'command', command: { type: 'not-dialled', reason: ABANDONED } }

const snapshots = (businessId: string, legs: { accountSid: string; callSid: string }[]): Promise<NewEvent[]> =>
  Promise.all(
    legs.map(async ({ accountSid, callSid }) => {
      const carrier = await loadCarrier(businessId, accountSid)
      return snapshotEvent(carrier.accountSid, callSid, await carrier.fetchLeg(callSid))
    }),
  )
