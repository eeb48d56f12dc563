import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { actorOf, asUser, authorise, type Caller, type Principal } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { newId } from '#lib/ids.ts'
import { eventHash } from './call-event.ts'
import { ratePerMinute } from './call-rate.ts'
import { checkTwimlUrl } from './check-twiml-url.ts'
import { checkLimits, lockDialling } from './dialling-limits.ts'
import { checkDiallingPolicy, type Dialling } from './dialling-policy.ts'
import { loadRules, type Rules } from './dialling-rules.ts'
import { inTurn } from './in-turn.ts'

export const PlaceCall = z.object({
  to: z.string().max(64),
  /** One of the business's lines or verified numbers; its first line when absent. */
  from: z.string().max(64).optional(),
})

/** How a call made by a program sounds and whether it is recorded. */
export interface CallOptions {
  /** null: our own document, which says the message. */
  twimlUrl: string | null
  message: string | null
  record: boolean
  channels: 'mono' | 'dual'
  /** A user's own account with the carrier, through which it goes; its `from` is a number of that account. */
  accountSid?: string
  /** What an assistant is to do that talks with the callee, in place of a document. */
  assistant?: { assistantId: string | null; prompt: string; firstMessage: string }
}

export type Dial = z.infer<typeof PlaceCall> & {
  /** `browser` when absent: the caller's own device connects with the attempt. */
  origin?: 'api' | 'assistant'
  options?: CallOptions
}

/** The intention to dial: what the page connects its device with. */
export interface PlacedCall {
  attemptId: string
  callId: string
  to: string
  from: string
}

/** What else is to be written down with a new call, in the same transaction. */
export type AlsoWrite = (tx: Tx, placed: PlacedCall) => Promise<void>

/** How long an open call stands for a repeated request that came without a key. */
const SAME_INTENTION = '1 minute'

/**
 * The one door to every dial: writes down that a number is to be dialled, after every rule agreed, or throws the refusal and
 * writes that down. The same key and body give the same attempt, for good; another body under the key is a conflict.
 */
export async function placeCall(caller: Caller, dial: Dial, also?: AlsoWrite): Promise<PlacedCall> {
  const { principal } = caller
  authorise(principal, 'calls:place')
  if (!dial.origin) asUser(principal)
  try {
    return await inTurn(principal.businessId, () => placeInBusiness(caller, dial, also))
  } catch (error) {
    if (error instanceof AppError && error.code !== 'idempotency_conflict') await auditRefusal(caller, dial.to, error)
    throw error
  }
}

const placeInBusiness = (caller: Caller, dial: Dial, also?: AlsoWrite): Promise<PlacedCall> =>
  withBusiness(caller.principal.businessId, async (tx) => {
    await lockDialling(tx, caller.principal.businessId)
    const known = await findKnown(tx, caller, dial)
    if (known) return known
    const placed = await createAllowed(tx, caller, dial)
    await also?.(tx, placed)
    return placed
  })

/** The attempt this very request made before. */
async function findKnown(tx: Tx, { principal, idempotencyKey }: Caller, dial: Dial): Promise<PlacedCall | null> {
  const requestHash = eventHash(dial)
  if (idempotencyKey === null) return dial.origin ? findOpen(tx, principal, requestHash) : null
  const clientKey = clientKeyOf(principal, idempotencyKey)
  const { businessId } = principal
  const known = await tx.callAttempt.findUnique({ where: { businessId_clientKey: { businessId, clientKey } } })
  if (known && known.requestHash !== requestHash) {
    throw new AppError('idempotency_conflict', 'This key was used for another call.', { action: 'Use a new key.' })
  }
  return known && placed(known)
}

/** A program that repeats itself without a key, after a lost answer or a double click, means the call that is open. */
async function findOpen(tx: Tx, principal: Principal, requestHash: string): Promise<PlacedCall | null> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select a.id from call_attempts a join calls c on c.business_id = a.business_id and c.id = a.call_id
    where a.request_hash = ${requestHash} and c.ended_at is null and a.created_at > now() - ${SAME_INTENTION}::interval
      and case when a.user_id is null then 'key:' || a.api_key_id else 'user:' || a.user_id end = ${actorOf(principal)}
    order by a.created_at desc limit 1`
  if (!rows[0]) return null
  const where = { businessId_id: { businessId: principal.businessId, id: rows[0].id } }
  return placed(await tx.callAttempt.findUniqueOrThrow({ where }))
}

const placed = (attempt: { id: string; callId: string; toNumber: string; fromNumber: string }): PlacedCall => ({
  attemptId: attempt.id,
  callId: attempt.callId,
  to: attempt.toNumber,
  from: attempt.fromNumber,
})

/** A key is its owner's: two people may choose the same. */
const clientKeyOf = (principal: Principal, key: string) => eventHash([actorOf(principal), key])

async function createAllowed(tx: Tx, caller: Caller, dial: Dial): Promise<PlacedCall> {
  const { principal } = caller
  const rules = await loadRules(tx, principal.business.country)
  const dialling = await checkPolicy(tx, dial, rules)
  if (dial.options?.twimlUrl) checkTwimlUrl(dial.options.twimlUrl, rules)
  const rate = ratePerMinute(dialling.facts)
  await checkLimits(tx, principal, rules, dialling.to, rate)
  return createAttempt(tx, caller, dial, dialling, rate)
}

async function checkPolicy(tx: Tx, { to, from, options }: Dial, rules: Rules): Promise<Dialling> {
  if (options?.accountSid && from) return checkDiallingPolicy(to, from, rules, [from])
  const lines = await tx.phoneNumber.findMany({ select: { number: true }, orderBy: { createdAt: 'asc' } })
  const verified = await tx.verifiedCallerId.findMany({ select: { number: true } })
  const callerIds = [...lines, ...verified].map(({ number }) => number)
  return checkDiallingPolicy(to, from ?? lines[0]?.number ?? '', rules, callerIds)
}

async function createAttempt(tx: Tx, caller: Caller, dial: Dial, { to, from }: Dialling, rate: number) {
  const { principal, idempotencyKey } = caller
  const { businessId } = principal
  const [callId, attemptId] = [newId(), newId()]
  const userId = principal.kind === 'user' ? principal.userId : null
  const call = { status: 'queued', direction: 'outbound', callerPhone: to, phoneNumber: from, startedAt: new Date() }
  await tx.call.create({ data: { businessId, id: callId, origin: dial.origin ?? 'browser', userId, ...call } })
  await tx.callAttempt.create({
    data: {
      ...{ businessId, id: attemptId, callId, userId, toNumber: to, fromNumber: from, state: 'new' },
      apiKeyId: principal.kind === 'key' ? principal.keyId : null,
      clientKey: clientKeyOf(principal, idempotencyKey ?? newId()),
      requestHash: eventHash(dial),
      ratePerMinute: rate,
      options: { ...dial.options },
    },
  })
  await writeAudit(tx, caller, { action: 'call.place', subjectType: 'call', subjectId: callId, details: { to, from } })
  await publish(tx, businessId, { type: 'call.changed', callId })
  return { attemptId, callId, to, from }
}

/** A refusal is written down too: who wanted to dial what, and why not. */
const auditRefusal = (caller: Caller, to: string, { code }: AppError) =>
  withBusiness(caller.principal.businessId, (tx) =>
    writeAudit(tx, caller, { action: 'call.refuse', subjectType: 'number', details: { to, reason: code } }),
  )
