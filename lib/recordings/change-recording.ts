import { writeAudit } from '#lib/audit/write-audit.ts'
import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import type { RecordingDeed } from '#lib/calls/call-event.ts'
import type { NewCommand } from '#lib/calls/event-rows.ts'
import { lockCall, recordEvents } from '#lib/calls/record-events.ts'
import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import { CarrierError, type RecordingState } from '#lib/carrier/port.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { enqueue } from '#lib/jobs/enqueue.ts'
import { type Pause, pausesAfter, type RecordingStatus, RUNNING } from './recording.ts'

/** Leaves a gap in the recording of a call from now on. The answer is what the carrier confirmed, else `unknown`. */
export const pauseRecording = (caller: Caller, { id }: { id: string }) => change(caller, id, 'paused')

/** Ends the gap. */
export const resumeRecording = (caller: Caller, { id }: { id: string }) => change(caller, id, 'in-progress')

interface Intent {
  id: string
  /** What it was when the change was asked for, to which a refusal puts it back. */
  before: RecordingStatus
}

async function change(caller: Caller, callId: string, wanted: RecordingState): Promise<{ status: RecordingStatus }> {
  authorise(caller.principal, 'calls:take')
  const { businessId, userId } = asUser(caller.principal)
  const intent = await withBusiness(businessId, (tx) => intend(tx, caller, callId, wanted))
  if (intent.before === wanted) return { status: wanted }
  try {
    return { status: await ask(businessId, intent.id, userId) }
  } catch (error) {
    if (!(error instanceof CarrierError)) throw error
    await withBusiness(businessId, (tx) => unconfirmed(tx, businessId, intent, error))
    if (error.kind === 'unknown') return { status: 'unknown' }
    throw new AppError('carrier_refused', 'The recording could not be changed.', { cause: error })
  }
}

/** Writes down what is wanted before the carrier is asked: whoever dies in between leaves an `unknown`, not a guess. */
async function intend(tx: Tx, caller: Caller, callId: string, wanted: RecordingState): Promise<Intent> {
  const { businessId, userId } = asUser(caller.principal)
  const call = await tx.call.findUnique({
    where: { businessId_id: { businessId, id: callId }, OR: [{ userId }, { legs: { some: { userId } } }] },
  })
  if (!call) throw new AppError('not_found', 'You are not in such a call.')
  await lockCall(tx, callId)
  const recording = await tx.recording.findFirst({ where: { callId, status: { in: RUNNING } } })
  if (!recording) throw new AppError('not_found', 'This call is not being recorded.')
  if (!recording.recordingSid) {
    throw new AppError('not_ready', 'The recording has not started yet.', { action: 'Try again in a moment.' })
  }
  const before = recording.status as RecordingStatus
  if (before === wanted) return { id: recording.id, before }
  await tx.recording.updateMany({ where: { id: recording.id }, data: { status: 'unknown', wanted } })
  const action = wanted === 'paused' ? 'recording.pause' : 'recording.resume'
  await writeAudit(tx, caller, { action, subjectType: 'recording', subjectId: recording.id })
  return { id: recording.id, before }
}

/** Repeats by SID, until the carrier answers, a change whose reply was lost. */
export async function confirmRecording(businessId: string, { recordingId }: { recordingId: string }): Promise<void> {
  await ask(businessId, recordingId)
}

/** Asks for what is wanted of a recording. Only the reply confirms it; one that is over then waits for its file. */
async function ask(businessId: string, recordingId: string, userId?: string): Promise<RecordingStatus> {
  const row = await withBusiness(businessId, (tx) =>
    tx.recording.findUniqueOrThrow({ where: { businessId_id: { businessId, id: recordingId } } }),
  )
  if (row.status !== 'unknown' || !row.recordingSid) return row.status as RecordingStatus
  const wanted = row.wanted as RecordingState
  const carrier = await loadCarrier(businessId, row.accountSid)
  const confirmed = await carrier.updateRecording(row.callSid, row.recordingSid, wanted)
  return withBusiness(businessId, async (tx) => {
    await lockCall(tx, row.callId)
    const now = new Date()
    const pauses = { pauses: pausesAfter(row.pauses as unknown as Pause[], wanted, now) as object[] }
    const { count } = await tx.recording.updateMany({
      where: { id: recordingId, status: 'unknown', wanted },
      data: confirmed ? { status: confirmed, wanted: null, ...pauses } : { status: 'processing', wanted: null },
    })
    if (count === 1 && confirmed) {
      await recordEvents(tx, businessId, row.callId, [deed(DEEDS[confirmed], row.recordingSid!, now, userId)])
    }
    return confirmed ?? 'processing'
  })
}

const DEEDS = { paused: 'paused', 'in-progress': 'resumed' } as const

const deed = (did: RecordingDeed, recordingSid: string, at: Date, userId?: string): NewCommand => ({
  kind: 'command',
  command: { type: `recording-${did}`, recordingSid, at: at.toISOString(), ...(userId && { userId }) },
})

/** A refusal did nothing; a lost reply stays `unknown` for everybody to see, and a job goes on asking. */
async function unconfirmed(tx: Tx, businessId: string, { id, before }: Intent, error: CarrierError): Promise<void> {
  if (error.kind === 'refused') {
    await tx.recording.updateMany({ where: { id, status: 'unknown' }, data: { status: before } })
    return
  }
  const row = await tx.recording.findUniqueOrThrow({ where: { businessId_id: { businessId, id } } })
  await recordEvents(tx, businessId, row.callId, [deed('not-confirmed', row.recordingSid!, new Date())])
  await enqueue(tx, businessId, 'confirm-recording', { recordingId: id }, `confirm-recording:${id}`)
}
