import { z } from 'zod'
import { giveUp } from '#lib/assistants/give-up-take-overs.ts'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { afterLeave } from './after-leave.ts'
import type { CallCommand } from './call-event.ts'
import { recordEvents } from './record-events.ts'

export const CallId = z.object({ id: z.uuid() })
type CallId = z.infer<typeof CallId>

const RINGING = { direction: 'inbound', answeredAt: null }

/**
 * Ends a call for everybody in it. One that is over already stays as it is; one that was to be taken over goes on with its assistant
 * when nobody of ours is in it yet.
 */
export const hangUp = (caller: Caller, { id }: CallId) => leave(caller, id, 'hang-up')

/**
 * Stops a ringing call for this agent, on every page of theirs; the others ring on. A page may ring before the carrier's report of its
 * leg is here: the decline is kept with the call and holds for the leg once it is known.
 */
export const decline = (caller: Caller, { id }: CallId) => leave(caller, id, 'decline')

async function leave(caller: Caller, callId: string, type: 'hang-up' | 'decline'): Promise<Record<string, never>> {
  authorise(caller.principal, 'calls:take')
  const { businessId, userId } = asUser(caller.principal)
  await withBusiness(businessId, async (tx) => {
    if (type === 'hang-up' && (await giveUp(tx, businessId, { callId, takenBy: userId }))) {
      return writeAudit(tx, caller, { action: 'call.hand-back', subjectType: 'call', subjectId: callId })
    }
    const call = await tx.call.findUnique({
      where: {
        businessId_id: { businessId, id: callId },
        OR: [{ userId }, { legs: { some: { userId } } }, ...(type === 'decline' ? [RINGING] : [])],
      },
      select: { endedAt: true },
    })
    if (!call) throw new AppError('not_found', 'You are not in such a call.')
    if (call.endedAt) return
    await command(tx, caller, callId, { type, userId })
  })
  return {}
}

/** Writes down what somebody wants of a call, and has it done. */
export async function command(
  tx: Tx,
  caller: Caller,
  callId: string,
  wanted: Extract<CallCommand, { type: 'hang-up' | 'decline' }>,
): Promise<void> {
  const state = await recordEvents(tx, caller.principal.businessId, callId, [{ kind: 'command', command: wanted }])
  if (state) await afterLeave(tx, state)
  await writeAudit(tx, caller, { action: `call.${wanted.type}`, subjectType: 'call', subjectId: callId })
}
