import { z } from 'zod'
import { type Caller, may } from '#lib/auth/principal.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'

export const CallSid = z.object({ callSid: z.string().max(64) })

/** The id of the call that has a leg of this SID, where the caller may know of it. Throws `not_found`. */
export async function findCall(tx: Tx, { principal }: Caller, callSid: string, forOthers: 'calls:read' | 'calls:end') {
  const own =
    principal.kind === 'user' ? { OR: [{ userId: principal.userId }, { legs: legsOf(principal.userId) }] } : {}
  const call = await tx.call.findFirst({
    where: { legs: { some: { callSid } }, ...(!may(principal, forOthers) && own) },
    select: { id: true, endedAt: true },
  })
  if (!call) throw new AppError('not_found', 'Call not found')
  return call
}

const legsOf = (userId: string) => ({ some: { userId } })

/** Our words for a recording that the carrier has others for. */
const CARRIER_WORDS: Record<string, string> = {
  starting: 'in-progress',
  unknown: 'in-progress',
  processing: 'completed',
  stored: 'completed',
}

/** A call as the voice API shows it, in the carrier's words; times are ISO 8601, duration is in seconds. */
export async function viewCall(tx: Tx, businessId: string, id: string) {
  const call = await tx.call.findUniqueOrThrow({
    where: { businessId_id: { businessId, id } },
    include: { recordings: { orderBy: { createdAt: 'asc' } } },
  })
  const [ours, theirs] = [call.phoneNumber, call.callerPhone]
  const isOut = call.direction === 'outbound'
  return {
    success: true,
    callSid: call.callSid,
    callId: call.id,
    status: call.status,
    direction: call.origin === 'api' ? 'outbound-api' : call.direction,
    from: isOut ? ours : theirs,
    to: isOut ? theirs : ours,
    startTime: call.startedAt,
    answeredTime: call.answeredAt,
    endTime: call.endedAt,
    duration: call.durationS,
    failureCode: call.failureCode,
    recordings: call.recordings.map(({ id, recordingSid, status, durationMs, storedAt }) => ({
      recordingSid,
      status: CARRIER_WORDS[status] ?? status,
      duration: durationMs === null ? null : Math.round(durationMs / 1000),
      recordingUrl: storedAt && `${env().PUBLIC_URL}/api/recordings/${id}/audio`,
    })),
  }
}
