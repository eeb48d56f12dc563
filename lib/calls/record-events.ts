import type { Tx } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { newId } from '#lib/ids.ts'
import { enqueue } from '#lib/jobs/enqueue.ts'
import type { CallCommand } from './call-event.ts'
import { commandEvents, eventColumns, legEventsBySid, type NewEvent } from './event-rows.ts'
import { foldCall } from './fold-call.ts'
import { foldLeg, type Leg } from './fold-leg.ts'
import { lockSid } from './lock-sid.ts'

/** A call after its ledger was folded. */
export interface CallState {
  id: string
  businessId: string
  direction: 'inbound' | 'outbound'
  legs: Leg[]
  commands: CallCommand[]
}

/**
 * The one writer of calls and legs: locks the call, appends the events, folds the ledger and stores what it says.
 * callId null means that the leg decides; an event whose leg nobody knows yet is kept and attached when it is.
 * Returns the call as it is now, or null when no call is known; throws `not_found` for a call that is not the business's.
 */
export async function recordEvents(
  tx: Tx,
  businessId: string,
  callId: string | null,
  events: NewEvent[],
): Promise<CallState | null> {
  const owner = callId ?? (await callOfLeg(tx, businessId, events))
  if (owner && !(await lockCall(tx, owner))) throw new AppError('not_found', 'There is no such call.')
  const receivedAt = new Date()
  const data = events.map((event) => ({
    businessId,
    callId: owner,
    receivedAt,
    ...eventColumns(event, owner, receivedAt.getTime()),
  }))
  const { count } = await tx.callEvent.createMany({ data, skipDuplicates: true })
  if (!owner) return null
  return refold(tx, businessId, owner, count + (await attachOrphans(tx, owner, events)) > 0)
}

/** Holds a call against every other writer until the transaction ends; false when the business has no such call. */
export async function lockCall(tx: Tx, callId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`SELECT id FROM calls WHERE id = ${callId}::uuid FOR UPDATE`
  return rows.length > 0
}

async function callOfLeg(tx: Tx, businessId: string, events: NewEvent[]): Promise<string | null> {
  const event = events.find((candidate) => candidate.kind === 'leg')
  if (!event) return null
  const { accountSid, callSid } = event
  const find = () => tx.callLeg.findFirst({ where: { accountSid, callSid }, select: { callId: true } })
  const known = await find()
  if (known) return known.callId
  // Its call may be being written down: an event stored beside that would belong to nobody.
  await lockSid(tx, businessId, callSid)
  return (await find())?.callId ?? null
}

/** Events that came before their leg was known belong to the call as soon as it is. */
async function attachOrphans(tx: Tx, callId: string, events: NewEvent[]): Promise<number> {
  const callSids = events.flatMap((event) => (event.kind === 'leg' ? [event.callSid] : []))
  if (callSids.length === 0) return 0
  const { count } = await tx.callEvent.updateMany({
    where: { callId: null, callSid: { in: callSids } },
    data: { callId },
  })
  return count
}

/** Folds the ledger of a call whose lock the transaction holds; what it says is stored and told where something changed. */
export async function refold(tx: Tx, businessId: string, callId: string, changed: boolean): Promise<CallState> {
  const call = await tx.call.findUniqueOrThrow({
    where: { businessId_id: { businessId, id: callId } },
    select: {
      origin: true,
      direction: true,
      answeredAt: true,
      endedAt: true,
      attempts: { select: { userId: true }, take: 1 },
    },
  })
  const rows = await tx.callEvent.findMany({ where: { callId } })
  const legs = [...legEventsBySid(rows).values()].map(foldLeg)
  const commands = commandEvents(rows)
  const direction = call.direction as CallState['direction']
  if (changed) {
    for (const leg of legs) await storeLeg(tx, businessId, callId, leg)
    const { answeredAt, endedAt, ...folded } = foldCall({
      direction,
      userId: call.attempts[0]?.userId ?? null,
      isElsewhere: call.origin === 'record',
      legs,
      commands,
    })
    await tx.call.update({
      where: { businessId_id: { businessId, id: callId } },
      data: { ...folded, answeredAt: date(answeredAt), endedAt: date(endedAt) },
    })
    await publish(tx, businessId, { type: 'call.changed', callId })
    if (call.answeredAt === null && answeredAt !== null && endedAt === null && call.origin !== 'record') {
      await enqueue(tx, businessId, 'start-recording', { callId }, `start-recording:${callId}`)
    }
    if (
      call.endedAt === null &&
      endedAt !== null &&
      (await tx.assistantConversation.count({ where: { callId } })) > 0
    ) {
      await enqueue(tx, businessId, 'end-conversations', { callId }, `end-conversations:${callId}`)
    }
  }
  return { id: callId, businessId, direction, legs, commands: commands.map(({ command }) => command) }
}

async function storeLeg(tx: Tx, businessId: string, callId: string, leg: Leg): Promise<void> {
  const { accountSid, callSid } = leg
  const data = {
    parentCallSid: leg.parentCallSid,
    role: leg.role,
    userId: leg.userId,
    fromAddress: leg.from,
    toAddress: leg.to,
    status: leg.status,
    sipCode: leg.sipCode,
    startedAt: new Date(leg.startedAt),
    ringingAt: date(leg.ringingAt),
    answeredAt: date(leg.answeredAt),
    joinedAt: date(leg.joinedAt),
    leftAt: date(leg.leftAt),
    endedAt: date(leg.endedAt),
    durationS: leg.durationS,
  }
  await tx.callLeg.upsert({
    where: { businessId_accountSid_callSid: { businessId, accountSid, callSid } },
    create: { businessId, id: newId(), callId, accountSid, callSid, ...data },
    update: data,
  })
}

const date = (ms: number | null) => (ms === null ? null : new Date(ms))
