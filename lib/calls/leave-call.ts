import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { afterLeave } from './after-leave.ts'
import { recordEvents } from './record-events.ts'

export const CallId = z.object({ id: z.uuid() })
type CallId = z.infer<typeof CallId>

/** Ends a call for everybody in it. One that is over already stays as it is. */
export const hangUp = (caller: Caller, { id }: CallId) => leave(caller, id, 'hang-up')

/** Stops a ringing call for this agent, on every page of theirs; the others ring on. */
export const decline = (caller: Caller, { id }: CallId) => leave(caller, id, 'decline')

async function leave(caller: Caller, callId: string, type: 'hang-up' | 'decline'): Promise<Record<string, never>> {
  const { businessId, userId } = caller.principal
  authorise(caller.principal, 'calls:take')
  await withBusiness(businessId, async (tx) => {
    const call = await tx.call.findUnique({
      where: { businessId_id: { businessId, id: callId }, OR: [{ userId }, { legs: { some: { userId } } }] },
      select: { endedAt: true },
    })
    if (!call) throw new AppError('not_found', 'You are not in such a call.')
    if (call.endedAt) return
    const state = await recordEvents(tx, businessId, callId, [{ kind: 'command', command: { type, userId } }])
    if (state) await afterLeave(tx, state)
    await writeAudit(tx, caller, { action: `call.${type}`, subjectType: 'call', subjectId: callId })
  })
  return {}
}
