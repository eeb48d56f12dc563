import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import { type Carrier, CarrierError } from '#lib/carrier/port.ts'
import { carrierUrls } from '#lib/carrier/urls.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { log } from '#lib/log.ts'
import { afterLeave } from './after-leave.ts'
import { ABANDONED } from './fold-call.ts'
import { lockCall, recordEvents } from './record-events.ts'

/** Seconds a callee's phone rings before the carrier gives up. */
const RING_S = 30

interface Attempt {
  id: string
  callId: string
  toNumber: string
  fromNumber: string
  state: string
}

/**
 * Adds the callee of an attempt to its conference, never twice: the attempt is marked before the carrier is asked, and one
 * whose answer got lost is looked for at the carrier instead of being dialled again.
 */
export async function addCallee(businessId: string, { attemptId }: { attemptId: string }): Promise<void> {
  const attempt = await claim(businessId, attemptId)
  if (!attempt) return
  const carrier = await loadCarrier(businessId)
  try {
    const callee = attempt.state === 'new' ? await dial(carrier, attempt) : await find(carrier, attempt)
    await settle(businessId, attempt, carrier, callee.callSid)
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error
    await refuse(businessId, attempt, error)
  }
}

/** Takes the attempt for this run of the job, unless the call is over or it was placed already. */
function claim(businessId: string, attemptId: string): Promise<Attempt | null> {
  return withBusiness(businessId, async (tx) => {
    const where = { businessId_id: { businessId, id: attemptId } }
    const attempt = await tx.callAttempt.findUniqueOrThrow({ where })
    if (attempt.state === 'placed' || attempt.state === 'rejected') return null
    await lockCall(tx, attempt.callId)
    const call = await tx.call.findUniqueOrThrow({
      where: { businessId_id: { businessId, id: attempt.callId } },
      select: { endedAt: true, legs: { where: { role: 'agent', endedAt: null, leftAt: null } } },
    })
    const abandoned = attempt.state === 'new' && (call.endedAt !== null || call.legs.length === 0)
    await tx.callAttempt.update({
      where,
      data: abandoned ? { state: 'rejected', reason: ABANDONED } : { state: 'submitting' },
    })
    return abandoned ? null : attempt
  })
}

const dial = (carrier: Carrier, attempt: Attempt) =>
  carrier.addCallee({
    conference: attempt.callId,
    to: attempt.toNumber,
    from: attempt.fromNumber,
    label: label(attempt),
    timeoutS: RING_S,
    statusCallback: carrierUrls.legStatus(attempt.callId, 'outside', attempt.id),
    conferenceStatusCallback: carrierUrls.conference(attempt.callId),
  })

/** The participant of an attempt whose reply was lost; not found is unknown still, and the job comes back to it. */
async function find(carrier: Carrier, attempt: Attempt): Promise<{ callSid: string }> {
  const found = await carrier.findParticipant(attempt.callId, label(attempt))
  if (!found) throw new CarrierError('unknown', 'The carrier has no participant of this attempt', null)
  return found
}

const label = (attempt: Attempt) => `callee-${attempt.id}`

async function settle(businessId: string, attempt: Attempt, carrier: Carrier, callSid: string): Promise<void> {
  await withBusiness(businessId, async (tx) => {
    const state = await recordEvents(tx, businessId, attempt.callId, [
      {
        kind: 'leg',
        accountSid: carrier.accountSid,
        callSid,
        source: 'rest',
        type: 'leg.created',
        facts: { role: 'outside', status: 'queued', from: attempt.fromNumber, to: attempt.toNumber },
      },
    ])
    await tx.callAttempt.update({
      where: { businessId_id: { businessId, id: attempt.id } },
      data: { state: 'placed', callSid },
    })
    if (state) await afterLeave(tx, state)
  })
}

/** A refusal ends the call with the carrier's code; an unknown outcome stays open for the next run. */
async function refuse(businessId: string, attempt: Attempt, error: CarrierError): Promise<void> {
  const reason = error.carrierCode === null ? error.kind : String(error.carrierCode)
  const state = error.kind === 'refused' ? 'rejected' : 'unknown'
  await withBusiness(businessId, async (tx) => {
    await tx.callAttempt.update({
      where: { businessId_id: { businessId, id: attempt.id } },
      data: { state, reason },
    })
    if (state === 'unknown') return
    const call = await recordEvents(tx, businessId, attempt.callId, [
      { kind: 'command', command: { type: 'not-dialled', reason } },
    ])
    if (call) await afterLeave(tx, call)
  })
  log.warn('the carrier did not dial', { attempt: attempt.id, reason, state })
  if (state === 'unknown') throw error
}
