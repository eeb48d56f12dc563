import type { z } from 'zod'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { type CallSid, findCall, viewCall } from './call-view.ts'

/** One call of the business by the SID of any of its legs. */
export async function readCall(caller: Caller, { callSid }: z.infer<typeof CallSid>) {
  const { businessId } = caller.principal
  authorise(caller.principal, 'calls:read')
  return withBusiness(businessId, async (tx) =>
    viewCall(tx, businessId, (await findCall(tx, caller, callSid, 'calls:read')).id),
  )
}
