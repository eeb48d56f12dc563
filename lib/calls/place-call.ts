import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { newId } from '#lib/ids.ts'
import { eventHash } from './call-event.ts'
import { checkDiallingPolicy } from './dialling-policy.ts'

export const PlaceCall = z.object({
  to: z.string().max(64),
  /** One of the business's lines; its first line when absent. */
  from: z.string().max(64).optional(),
})
type PlaceCall = z.infer<typeof PlaceCall>

/** The intention to dial: what the page connects its device with. */
export interface PlacedCall {
  attemptId: string
  callId: string
  to: string
  from: string
}

/** Writes down that a number is to be dialled, after every rule agreed; the same key and body give the same attempt. */
export async function placeCall(caller: Caller, { to, from }: PlaceCall): Promise<PlacedCall> {
  const { principal } = caller
  authorise(principal, 'calls:place')
  const lines = await withBusiness(principal.businessId, (tx) =>
    tx.phoneNumber.findMany({ select: { number: true }, orderBy: { createdAt: 'asc' } }),
  )
  const callerId = from ?? lines[0]?.number ?? ''
  await audited(caller, to, () =>
    checkDiallingPolicy(
      to,
      callerId,
      lines.map((line) => line.number),
    ),
  )
  const clientKey = caller.idempotencyKey ?? newId()
  return withBusiness(principal.businessId, (tx) => attemptOnce(tx, caller, clientKey, { to, from: callerId }))
}

/** A refusal is written down too: who wanted to dial what, and why not. */
async function audited(caller: Caller, to: string, check: () => void): Promise<void> {
  try {
    check()
  } catch (error) {
    const reason = error instanceof AppError ? error.code : 'error'
    await withBusiness(caller.principal.businessId, (tx) =>
      writeAudit(tx, caller, { action: 'call.refuse', subjectType: 'number', details: { to, reason } }),
    )
    throw error
  }
}

async function attemptOnce(tx: Tx, caller: Caller, clientKey: string, dial: { to: string; from: string }) {
  const { businessId } = caller.principal
  const requestHash = eventHash(dial)
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${businessId} ${clientKey}`}, 0))`
  const known = await tx.callAttempt.findUnique({ where: { businessId_clientKey: { businessId, clientKey } } })
  if (known && known.requestHash !== requestHash) {
    throw new AppError('idempotency_conflict', 'This key was used for another call.', { action: 'Use a new key.' })
  }
  if (known) return { attemptId: known.id, callId: known.callId, ...dial }
  return createAttempt(tx, caller, { clientKey, requestHash, ...dial })
}

async function createAttempt(
  tx: Tx,
  caller: Caller,
  { clientKey, requestHash, to, from }: { clientKey: string; requestHash: string; to: string; from: string },
): Promise<PlacedCall> {
  const { businessId, userId } = caller.principal
  const [callId, attemptId] = [newId(), newId()]
  await tx.call.create({
    data: {
      businessId,
      id: callId,
      origin: 'browser',
      direction: 'outbound',
      status: 'queued',
      callerPhone: to,
      phoneNumber: from,
      userId,
      startedAt: new Date(),
    },
  })
  await tx.callAttempt.create({
    data: {
      businessId,
      id: attemptId,
      callId,
      userId,
      clientKey,
      requestHash,
      toNumber: to,
      fromNumber: from,
      state: 'new',
    },
  })
  await writeAudit(tx, caller, { action: 'call.place', subjectType: 'call', subjectId: callId, details: { to, from } })
  await publish(tx, businessId, { type: 'call.changed', callId })
  return { attemptId, callId, to, from }
}
