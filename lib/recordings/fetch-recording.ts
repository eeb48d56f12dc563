import { flagCall } from '#lib/calls/call-flags.ts'
import { lockCall } from '#lib/calls/record-events.ts'
import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'
import { receiveFile } from './recording-files.ts'
import { inspectWav } from './wav-file.ts'

/** The carrier counts whole seconds. */
const TOLERANCE_MS = 2_000

/**
 * Brings a finished recording's file here, by its SID: in two channels where it has them. What is not whole or not what the
 * carrier said is thrown away, and the queue tries again.
 */
export async function fetchRecording(businessId: string, { recordingId }: { recordingId: string }): Promise<void> {
  const row = await withBusiness(businessId, (tx) =>
    tx.recording.findUniqueOrThrow({ where: { businessId_id: { businessId, id: recordingId } } }),
  )
  if (row.status !== 'processing' || !row.recordingSid) return
  const carrier = await loadCarrier(businessId)
  const media =
    (await carrier.recordingMedia(row.recordingSid, 2)) ?? (await carrier.recordingMedia(row.recordingSid, 1))
  if (!media) throw new Error(`The recording ${row.recordingSid} cannot be had in one channel or in two`)
  const file = await receiveFile(businessId, recordingId, media, async (path, bytes) => {
    const wav = await inspectWav(path, bytes)
    if (row.durationMs !== null && Math.abs(wav.durationMs - row.durationMs) > TOLERANCE_MS) {
      throw new Error(`The recording ${row.recordingSid} lasts ${wav.durationMs} ms, not ${row.durationMs}`)
    }
    return wav
  })
  const { durationMs, channels, peaks } = file.checked
  await withBusiness(businessId, async (tx) => {
    await lockCall(tx, row.callId)
    const { count } = await tx.recording.updateMany({
      where: { id: recordingId, status: 'processing' },
      data: {
        status: 'stored',
        ...{ durationMs, channels, peaks, bytes: file.bytes, sha256: file.sha256 },
        ...{ format: 'wav', path: `${businessId}/${recordingId}.wav` },
        storedAt: new Date(),
      },
    })
    if (count === 0) return
    await flagCall(tx, row.callId, { hasRecording: true })
    await publish(tx, businessId, { type: 'recording.ready', callId: row.callId, recordingId })
  })
}
