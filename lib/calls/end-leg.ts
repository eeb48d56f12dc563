import { loadCarrierOfLeg } from '#lib/carrier/load-carrier.ts'
import { sayAndHangUpTwiml } from '#lib/carrier/twiml/say.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import type { Parting } from './after-leave.ts'
import { afterLeave } from './after-leave.ts'
import { FINAL_STATUSES } from './call-event.ts'
import { snapshotEvent } from './event-rows.ts'
import { recordEvents } from './record-events.ts'

/** Ends a leg at the carrier and records its reply, which may be the only word of it that ever comes. */
export async function endLeg(businessId: string, { callSid, how }: Parting): Promise<void> {
  const carrier = await loadCarrierOfLeg(businessId, callSid)
  if (how === 'tell-lost' && (await carrier.redirectLeg(callSid, sayAndHangUpTwiml('agentLost')))) return
  const ended = await carrier.endLeg(callSid)
  if (ended && !FINAL_STATUSES.has(ended.status)) return
  await withBusiness(businessId, async (tx) => {
    const state = await recordEvents(tx, businessId, null, [snapshotEvent(carrier.accountSid, callSid, ended)])
    if (state) await afterLeave(tx, state)
  })
}
