import type { NewCommand } from '#lib/calls/event-rows.ts'
import { lockCall, recordEvents } from '#lib/calls/record-events.ts'
import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import type { Carrier } from '#lib/carrier/port.ts'
import { carrierUrls } from '#lib/carrier/urls.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'
import { newId } from '#lib/ids.ts'

interface Start {
  recordingId: string
  accountSid: string
  callSid: string
  /** The carrier was asked before and its answer is not here. */
  asked: boolean
}

/**
 * Records the customer's leg of an answered call, once: the recording is written down before the carrier is asked, and one
 * whose answer got lost is looked for before another is started.
 */
export async function startRecording(businessId: string, { callId }: { callId: string }): Promise<void> {
  const start = await claim(businessId, callId)
  if (!start) return
  const carrier = await loadCarrier(businessId, start.accountSid)
  const known = start.asked ? (await carrier.listRecordings({ callSid: start.callSid }))[0] : undefined
  const made = known ?? (await carrier.startRecording(start.callSid, carrierUrls.recording(start.recordingId)))
  if (!made) return giveUp(businessId, callId, start, carrier)
  await withBusiness(businessId, (tx) => noteStarted(tx, businessId, callId, start, made.recordingSid), {
    repeatable: true,
  })
}

async function noteStarted(tx: Tx, businessId: string, callId: string, { recordingId }: Start, recordingSid: string) {
  await lockCall(tx, callId)
  await tx.recording.updateMany({ where: { id: recordingId }, data: { recordingSid } })
  const { count } = await tx.recording.updateMany({
    where: { id: recordingId, status: 'starting' },
    data: { status: 'in-progress', startedAt: new Date() },
  })
  if (count === 1) await recordEvents(tx, businessId, callId, [started(recordingSid)])
}

const started = (recordingSid: string): NewCommand => ({
  kind: 'command',
  command: { type: 'recording-started', recordingSid, at: new Date().toISOString() },
})

/** Takes the recording for this run of the job, if the business wants one and nobody has it yet. */
function claim(businessId: string, callId: string): Promise<Start | null> {
  return withBusiness(businessId, async (tx) => {
    const { recordCalls } = await tx.business.findUniqueOrThrow({
      where: { id: businessId },
      select: { recordCalls: true },
    })
    if (!recordCalls) return null
    await lockCall(tx, callId)
    const leg = await tx.callLeg.findFirst({
      where: { callId, role: 'outside', endedAt: null },
      orderBy: { startedAt: 'asc' },
    })
    if (!leg || (await isRecordedOtherwise(tx, callId))) return null
    const { accountSid, callSid } = leg
    const known = await tx.recording.findFirst({ where: { callId, callSid } })
    if (known) return known.status === 'starting' ? { recordingId: known.id, accountSid, callSid, asked: true } : null
    const recordingId = newId()
    await tx.recording.create({
      data: { businessId, id: recordingId, callId, accountSid, callSid, status: 'starting' },
    })
    return { recordingId, accountSid, callSid, asked: false }
  })
}

/** A program that dials may ask for a recording of its own, which the carrier then makes from the answer on. */
async function isRecordedOtherwise(tx: Tx, callId: string): Promise<boolean> {
  const attempts = await tx.callAttempt.findMany({ where: { callId }, select: { options: true } })
  return attempts.some(({ options }) => (options as { record?: boolean }).record === true)
}

/** A leg that is over has nothing to record; one that the carrier has not answered yet is asked for again by the queue. */
async function giveUp(businessId: string, callId: string, start: Start, carrier: Carrier): Promise<void> {
  const leg = await carrier.fetchLeg(start.callSid)
  if (leg && ['queued', 'initiated', 'ringing', 'in-progress'].includes(leg.status)) {
    throw new Error(`The leg ${start.callSid} cannot be recorded yet`)
  }
  await withBusiness(businessId, async (tx) => {
    await tx.recording.updateMany({
      where: { id: start.recordingId, status: 'starting' },
      data: { status: 'absent' },
    })
    await publish(tx, businessId, { type: 'call.changed', callId })
  })
}
