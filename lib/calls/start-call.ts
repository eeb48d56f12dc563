import { z } from 'zod'
import type { Carrier } from '#lib/carrier/port.ts'
import { carrierUrls } from '#lib/carrier/urls.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { RING_S } from './add-callee.ts'
import type { CallOptions } from './place-call.ts'
import { type Attempt, submitAttempt, type Way } from './submit-attempt.ts'

const Options = z.object({
  twimlUrl: z.url().nullable(),
  message: z.string().nullable(),
  record: z.boolean(),
  channels: z.enum(['mono', 'dual']),
  accountSid: z.string().optional(),
  assistant: z.object({ assistantId: z.uuid().nullable(), prompt: z.string(), firstMessage: z.string() }).optional(),
}) satisfies z.ZodType<CallOptions>

/** Starts the call of a program's attempt, never twice. */
export const startCall = (businessId: string, attemptId: string): Promise<void> =>
  submitAttempt(businessId, attemptId, asCall)

/** A call of its own. The carrier keeps no label of it: the attempt's id travels in the address of its status callbacks. */
export const asCall: Way = {
  dial: (carrier, attempt) => {
    const { twimlUrl, record, channels, assistant } = Options.parse(attempt.options)
    const ownUrl = assistant ? carrierUrls.assistantAnswers(attempt.callId) : carrierUrls.greetingOf(attempt.id)
    return carrier.startCall({
      to: attempt.toNumber,
      from: attempt.fromNumber,
      url: twimlUrl ?? ownUrl,
      timeoutS: RING_S,
      statusCallback: carrierUrls.callStatus(attempt.callId, attempt.id),
      ...(record && { recording: { channels, statusCallback: carrierUrls.recordingStatus(attempt.callId) } }),
    })
  },
  find: findByNumbers,
}

/** Clocks differ and the carrier's has whole seconds. */
const SKEW_MS = 5_000

/** The one call between these numbers since the attempt that nobody knows yet; where it could be another's, its webhook tells. */
async function findByNumbers(carrier: Carrier, attempt: Attempt): Promise<{ callSid: string } | null> {
  const { businessId, toNumber, fromNumber, createdAt } = attempt
  const since = new Date(createdAt.getTime() - SKEW_MS)
  const sids = await carrier.findCalls({ to: toNumber, from: fromNumber, since })
  const { legs, rivals } = await withBusiness(businessId, async (tx) => ({
    legs: await tx.callLeg.findMany({ where: { callSid: { in: sids } }, select: { callSid: true } }),
    rivals: await tx.callAttempt.count({
      where: { toNumber, fromNumber, state: { in: ['submitting', 'unknown'] }, id: { not: attempt.id } },
    }),
  }))
  const unclaimed = sids.filter((sid) => !legs.some((leg) => leg.callSid === sid))
  return rivals === 0 && unclaimed.length === 1 ? { callSid: unclaimed[0]! } : null
}
