import type { z } from 'zod'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { endLeg } from '#lib/calls/end-leg.ts'
import { command } from '#lib/calls/leave-call.ts'
import { CarrierError } from '#lib/carrier/port.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { log } from '#lib/log.ts'
import { type CallSid, findCall, viewCall } from './call-view.ts'

/** Ends a call for everybody in it and shows it as it is then. An agent ends their own calls, calls:end anybody's. */
export async function hangUpCall(caller: Caller, { callSid }: z.infer<typeof CallSid>) {
  const { principal } = caller
  const { businessId } = principal
  authorise(principal, principal.kind === 'key' ? 'calls:end' : 'calls:take')
  const { callId, open } = await withBusiness(businessId, async (tx) => {
    const call = await findCall(tx, caller, callSid, 'calls:end')
    const by = principal.kind === 'user' ? { userId: principal.userId } : { keyId: principal.keyId }
    if (!call.endedAt) await command(tx, caller, call.id, { type: 'hang-up', ...by })
    const where = { callId: call.id, endedAt: null }
    return { callId: call.id, open: await tx.callLeg.findMany({ where, select: { callSid: true } }) }
  })
  await Promise.all(open.map((leg) => endNow(businessId, leg.callSid)))
  return withBusiness(businessId, (tx) => viewCall(tx, businessId, callId))
}

/** The job that the command queued ends the leg if this does not. */
async function endNow(businessId: string, callSid: string): Promise<void> {
  try {
    await endLeg(businessId, { callSid, how: 'end' })
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error
    log.warn('a leg is not ended yet', { callSid, error })
  }
}
