import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import { type Carrier, CarrierError } from '#lib/carrier/port.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { log } from '#lib/log.ts'
import { afterLeave } from './after-leave.ts'
import { ABANDONED } from './fold-call.ts'
import { lockCall, recordEvents } from './record-events.ts'

export type Attempt = Awaited<ReturnType<Tx['callAttempt']['findUniqueOrThrow']>>

/** How one kind of call reaches the carrier, and how it is found there when the answer got lost. */
export interface Way {
  dial(carrier: Carrier, attempt: Attempt): Promise<{ callSid: string }>
  /** null while the carrier shows no such call. */
  find(carrier: Carrier, attempt: Attempt): Promise<{ callSid: string } | null>
}

/** Whoever asked for a call waits no longer than this for it to be dialled; after an outage nobody's phone rings. */
export const STALE_MS = 30_000
/** Longer than the carrier's client waits for an answer: the process that asked is gone. */
const ANSWER_MS = 12_000
/** A call that the carrier does not show by then was not made. */
const LOST_MS = 60_000

/**
 * Asks the carrier for an attempt's call, never twice: the attempt is marked before the carrier is asked, and one whose answer
 * got lost is looked for instead of dialled again. Throws a CarrierError `unknown` while that is not known.
 *   new -> submitting -> placed | rejected | unknown -> placed | rejected
 */
export async function submitAttempt(
  businessId: string,
  attemptId: string,
  way: Way,
  nowMs = Date.now(),
): Promise<void> {
  const claimed = await claim(businessId, attemptId, nowMs)
  if (!claimed) return
  const { attempt, isNew } = claimed
  const carrier = await loadCarrier(businessId, (attempt.options as { accountSid?: string }).accountSid)
  try {
    const { callSid } = isNew ? await way.dial(carrier, attempt) : await find(carrier, attempt, way, nowMs)
    await settle(attempt, carrier, callSid)
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error
    await refuse(attempt, error)
  }
}

/** Takes the attempt for this run, unless it is settled, another run is asking now, or nobody waits for the call any more. */
function claim(businessId: string, id: string, nowMs: number): Promise<{ attempt: Attempt; isNew: boolean } | null> {
  return withBusiness(businessId, async (tx) => {
    const where = { businessId_id: { businessId, id } }
    const { callId } = await tx.callAttempt.findUniqueOrThrow({ where, select: { callId: true } })
    await lockCall(tx, callId)
    const attempt = await tx.callAttempt.findUniqueOrThrow({ where })
    const isNew = attempt.state === 'new'
    const isAsking = attempt.state === 'submitting' && nowMs - attempt.updatedAt.getTime() < ANSWER_MS
    if (attempt.state === 'placed' || attempt.state === 'rejected' || isAsking) return null
    if (isNew && !(await isWaitedFor(tx, attempt, nowMs))) {
      await giveUp(tx, attempt, ABANDONED)
      return null
    }
    await tx.callAttempt.update({ where, data: { state: 'submitting' } })
    return { attempt, isNew }
  })
}

/** An agent waits from when their own leg arrived, a program from when it asked. */
async function isWaitedFor(tx: Tx, { businessId, callId, createdAt }: Attempt, nowMs: number): Promise<boolean> {
  const call = await tx.call.findUniqueOrThrow({
    where: { businessId_id: { businessId, id: callId } },
    select: { origin: true, endedAt: true, legs: { where: { role: 'agent', endedAt: null, leftAt: null } } },
  })
  const since = call.origin === 'browser' ? call.legs[0]?.createdAt : createdAt
  return call.endedAt === null && since !== undefined && nowMs - since.getTime() < STALE_MS
}

async function find(carrier: Carrier, attempt: Attempt, way: Way, nowMs: number): Promise<{ callSid: string }> {
  const found = await way.find(carrier, attempt)
  if (found) return found
  const isLost = nowMs - attempt.createdAt.getTime() > LOST_MS
  throw new CarrierError(isLost ? 'refused' : 'unknown', 'The carrier has no call of this attempt', null)
}

async function settle(attempt: Attempt, carrier: Carrier, callSid: string): Promise<void> {
  const { businessId, callId, toNumber: to, fromNumber: from } = attempt
  const facts = { role: 'outside', status: 'queued', from, to } as const
  const { accountSid } = carrier
  await withBusiness(businessId, async (tx) => {
    const state = await recordEvents(tx, businessId, callId, [
      { kind: 'leg', accountSid, callSid, source: 'rest', type: 'leg.created', facts },
    ])
    await tx.callAttempt.update({
      where: { businessId_id: { businessId, id: attempt.id } },
      data: { state: 'placed', callSid, reason: null },
    })
    if (state) await afterLeave(tx, state)
  })
}

/** A refusal ends the call with the carrier's code; an unknown outcome stays open, unless a webhook has settled it meanwhile. */
async function refuse(attempt: Attempt, error: CarrierError): Promise<void> {
  const reason = error.carrierCode === null ? error.kind : String(error.carrierCode)
  log.warn('the carrier did not dial', { attempt: attempt.id, kind: error.kind, reason, error })
  if (error.kind === 'refused') return withBusiness(attempt.businessId, (tx) => giveUp(tx, attempt, reason))
  const { count } = await withBusiness(attempt.businessId, (tx) =>
    tx.callAttempt.updateMany({ where: { id: attempt.id, state: 'submitting' }, data: { state: 'unknown', reason } }),
  )
  if (count > 0) throw error
}

/** The attempt is over without a call. */
async function giveUp(tx: Tx, { businessId, id, callId }: Attempt, reason: string): Promise<void> {
  const { count } = await tx.callAttempt.updateMany({
    where: { id, state: { in: ['new', 'submitting', 'unknown'] } },
    data: { state: 'rejected', reason },
  })
  if (count === 0) return
  const call = await recordEvents(tx, businessId, callId, [
    { kind: 'command', command: { type: 'not-dialled', reason } },
  ])
  if (call) await afterLeave(tx, call)
}
