import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Caller } from '#lib/auth/principal.ts'
import { ABANDONED } from '#lib/calls/fold-call.ts'
import { placeCall } from '#lib/calls/place-call.ts'
import { startCall } from '#lib/calls/start-call.ts'
import { CarrierError } from '#lib/carrier/port.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { viewCall } from './call-view.ts'

const NUMBERS = 'To and From are required'
const number = z.string(NUMBERS).trim().min(1, NUMBERS).max(64)

export const CreateCall = z.object({
  to: number,
  from: number,
  options: z
    .object({
      twimlUrl: z
        .url({ protocol: /^https?$/, error: 'twimlUrl must be a URL' })
        .max(2000)
        .optional(),
      /** What our own document says first. */
      message: z.string().max(1000).optional(),
      record: z.boolean().default(false),
      recordingChannels: z.enum(['mono', 'dual']).default('dual'),
      /** Taken and not passed on: the carrier keeps every format of a recording. */
      recordingFormat: z.enum(['wav', 'mp3']).optional(),
    })
    .prefault({}),
})

/** How long a lost answer may take to be found before the client is told that nobody knows yet. */
const PATIENCE_MS = 6_000
const LOOK_MS = 200

/** Starts a call between two numbers and shows it once the carrier has taken it; never two for one intention. */
export async function createCall(caller: Caller, { to, from, options }: z.infer<typeof CreateCall>) {
  const { businessId } = caller.principal
  const { twimlUrl = null, message = null, record, recordingChannels: channels } = options
  const dial = { to, from, origin: 'api', options: { twimlUrl, message, record, channels } } as const
  const { attemptId, callId } = await placeCall(caller, dial)
  await startCall(businessId, attemptId).catch(onlyUnknown)
  await settled(businessId, attemptId)
  return withBusiness(businessId, (tx) => viewCall(tx, businessId, callId))
}

/** A webhook or another request may settle it in a moment. */
function onlyUnknown(error: unknown): void {
  if (!(error instanceof CarrierError)) throw error
}

/** Waits until the attempt is placed; throws when it never will be, or when nobody knows. */
async function settled(businessId: string, id: string): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; ; await pause(LOOK_MS)) {
    const where = { businessId_id: { businessId, id } }
    const { state, reason } = await withBusiness(businessId, (tx) => tx.callAttempt.findUniqueOrThrow({ where }))
    if (state === 'placed') return
    if (state === 'rejected') throw refusal(reason)
    if (Date.now() > until) {
      throw new AppError('call_unknown', 'The carrier has not said whether it took this call.', {
        action: 'Do not dial anew: repeat this request with the same Idempotency-Key to learn what became of it.',
      })
    }
  }
}

const refusal = (reason: string | null) =>
  reason === ABANDONED
    ? new AppError('call_over', 'This call was given up before it was dialled.')
    : new AppError('carrier_refused', `The carrier refused this call (${reason}).`, {
        action: 'Check both numbers; the code is the carrier’s own.',
      })
