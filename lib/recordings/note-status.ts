import { lockCall } from '#lib/calls/record-events.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'
import { enqueue } from '#lib/jobs/enqueue.ts'
import { RUNNING, SETTLED } from './recording.ts'

/** What the carrier says of a recording, by its callback or in a list. */
export interface Said {
  recordingSid: string
  status: string
  durationS?: number | undefined
}

/** Writes down what became of a recording and has its file fetched once there is one. Harmless any number of times. */
export async function noteStatus(
  tx: Tx,
  businessId: string,
  { id, callId }: { id: string; callId: string },
  { recordingSid, status, durationS }: Said,
): Promise<void> {
  await lockCall(tx, callId)
  const open = { id, status: { notIn: SETTLED } }
  await tx.recording.updateMany({ where: { ...open, recordingSid: null }, data: { recordingSid } })
  if (status === 'in-progress') {
    await tx.recording.updateMany({
      where: { id, status: 'starting' },
      data: { status: 'in-progress', startedAt: new Date() },
    })
  } else if (status === 'absent' || status === 'failed') {
    await tx.recording.updateMany({ where: open, data: { status: 'absent' } })
  } else if (status === 'completed') {
    const durationMs = durationS === undefined ? {} : { durationMs: durationS * 1000 }
    await tx.recording.updateMany({ where: { id, status: { in: RUNNING } }, data: { status: 'processing' } })
    const { count } = await tx.recording.updateMany({ where: { id, status: 'processing' }, data: durationMs })
    if (count === 1) await enqueue(tx, businessId, 'fetch-recording', { recordingId: id }, `fetch-recording:${id}`)
  }
  await publish(tx, businessId, { type: 'call.changed', callId })
}
