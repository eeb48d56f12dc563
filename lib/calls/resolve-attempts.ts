import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import { CarrierError } from '#lib/carrier/port.ts'
import { allBusinesses } from '#lib/db/across.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { asParticipant } from './add-callee.ts'
import { afterLeave } from './after-leave.ts'
import { snapshotEvent } from './event-rows.ts'
import { recordEvents } from './record-events.ts'
import { asCall } from './start-call.ts'
import { STALE_MS, submitAttempt } from './submit-attempt.ts'

/** How long an attempt may be without an answer before it is looked for. */
const QUIET_MS = 10_000
/** Attempts and legs looked at per business and run. */
const MOST = 50

/** Finds out what became of attempts whose answer got lost, and takes back calls that still wait at the carrier. */
export async function resolveAttempts(): Promise<void> {
  for (const businessId of await allBusinesses()) {
    await resolveBusiness(businessId, Date.now())
    await cancelStale(businessId, Date.now())
  }
}

/** The first half for one business, as if it were that time in ms. A new attempt is never dialled here, only given up when old. */
export async function resolveBusiness(businessId: string, nowMs: number): Promise<void> {
  const before = (ms: number) => ({ lt: new Date(nowMs - ms) })
  const attempts = await withBusiness(businessId, (tx) =>
    tx.callAttempt.findMany({
      where: {
        OR: [
          { state: { in: ['submitting', 'unknown'] }, updatedAt: before(QUIET_MS) },
          { state: 'new', createdAt: before(STALE_MS), call: { origin: { in: ['api', 'assistant'] } } },
        ],
      },
      select: { id: true, call: { select: { origin: true } } },
      // Those asked about last come last, so that what is never found does not keep the others waiting.
      orderBy: { updatedAt: 'asc' },
      take: MOST,
    }),
  )
  for (const { id, call } of attempts) {
    await submitAttempt(businessId, id, call.origin === 'browser' ? asParticipant : asCall, nowMs).catch(onlyUnknown)
  }
}

/** Still unknown: the next run asks again. */
function onlyUnknown(error: unknown): void {
  if (!(error instanceof CarrierError)) throw error
}

/** The second half: a call that the carrier has queued for longer than anybody waits is taken back. Its REST reply is its end. */
export async function cancelStale(businessId: string, nowMs: number): Promise<void> {
  const legs = await withBusiness(businessId, (tx) =>
    tx.callLeg.findMany({
      where: { role: 'outside', status: 'queued', endedAt: null, startedAt: { lt: new Date(nowMs - STALE_MS) } },
      select: { accountSid: true, callSid: true },
      take: MOST,
    }),
  )
  for (const { accountSid, callSid } of legs) {
    const carrier = await loadCarrier(businessId, accountSid)
    const seen = await carrier.fetchLeg(callSid)
    const now = seen?.status === 'queued' ? await carrier.endLeg(callSid) : seen
    await withBusiness(businessId, async (tx) => {
      const state = await recordEvents(tx, businessId, null, [snapshotEvent(carrier.accountSid, callSid, now)])
      if (state) await afterLeave(tx, state)
    })
  }
}
