import { setTimeout as pause } from 'node:timers/promises'
import type { Caller } from '#lib/auth/principal.ts'
import { CarrierError } from '#lib/carrier/port.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { ABANDONED } from './fold-call.ts'
import { type AlsoWrite, type Dial, type PlacedCall, placeCall } from './place-call.ts'
import { startCall } from './start-call.ts'

/** How long a lost answer may take to be found before the client is told that nobody knows yet. */
const PATIENCE_MS = 6_000
const LOOK_MS = 200

/** Dials for whoever waits for the answer: returns once the carrier has taken the call, throws when it did not or nobody knows. */
export async function dialNow(caller: Caller, dial: Dial, also?: AlsoWrite): Promise<PlacedCall> {
  const { businessId } = caller.principal
  const placed = await placeCall(caller, dial, also)
  await startCall(businessId, placed.attemptId).catch(onlyUnknown)
  await settled(businessId, placed.attemptId)
  return placed
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
