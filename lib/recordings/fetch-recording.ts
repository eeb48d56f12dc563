import { flagCall } from '#lib/calls/call-flags.ts'
import { lockCall } from '#lib/calls/record-events.ts'
import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import type { RecordingMedia } from '#lib/carrier/port.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { publish } from '#lib/events/publish.ts'
import { type IncomingFile, receive } from '#lib/storage/incoming.ts'
import { openStore } from '#lib/storage/store.ts'
import { inspectWav } from './audio/wav.ts'
import { AUDIO_TYPES, placeOf } from './stored-file.ts'

/** More than a day in two channels. */
const MOST_BYTES = 500 * 1024 * 1024
/** The carrier counts whole seconds. */
const TOLERANCE_MS = 2_000

interface Wanted {
  id: string
  callId: string
  recordingSid: string
  durationMs: number | null
}

/**
 * Brings a finished recording's file here, by its SID: in two channels where it has them. What is not whole or not what the
 * carrier said is thrown away, and the queue tries again.
 */
export async function fetchRecording(businessId: string, { recordingId }: { recordingId: string }): Promise<void> {
  const row = await withBusiness(businessId, (tx) =>
    tx.recording.findUniqueOrThrow({ where: { businessId_id: { businessId, id: recordingId } } }),
  )
  const { id, callId, recordingSid, durationMs } = row
  if (row.status !== 'processing' || !recordingSid) return
  const carrier = await loadCarrier(businessId, row.accountSid)
  const media = (await carrier.recordingMedia(recordingSid, 2)) ?? (await carrier.recordingMedia(recordingSid, 1))
  if (!media) throw new Error(`The recording ${recordingSid} cannot be had in one channel or in two`)
  await receive(media.body, MOST_BYTES, (file) =>
    store(businessId, { id, callId, recordingSid, durationMs }, media, file),
  )
}

async function store(businessId: string, wanted: Wanted, { lengthBytes }: RecordingMedia, file: IncomingFile) {
  const { id, callId, recordingSid } = wanted
  const { bytes, sha256 } = file
  if (lengthBytes !== null && lengthBytes !== bytes) throw new Error(`${bytes} of ${lengthBytes} bytes came`)
  const { durationMs, channels, sampleRate, peaks } = await inspectWav(file.path)
  if (wanted.durationMs !== null && Math.abs(durationMs - wanted.durationMs) > TOLERANCE_MS) {
    throw new Error(`The recording ${recordingSid} lasts ${durationMs} ms, not ${wanted.durationMs}`)
  }
  const path = `${businessId}/${id}.wav`
  const place = await openStore()
  await place.keep(placeOf(path), file.path, AUDIO_TYPES.wav)
  const facts = { path, format: 'wav', bytes, sha256, durationMs, channels, sampleRate, peaks }
  const isWanted = await withBusiness(businessId, async (tx) => {
    await lockCall(tx, callId)
    const { count } = await tx.recording.updateMany({
      where: { id, status: 'processing' },
      data: { status: 'stored', ...facts, storedAt: new Date() },
    })
    if (count === 0) return tx.recording.findFirst({ where: { id, status: 'stored' }, select: { id: true } })
    await flagCall(tx, callId, { hasRecording: true })
    await publish(tx, businessId, { type: 'recording.ready', callId, recordingId: id })
    return true
  })
  // Somebody deleted the recording while its file was on its way.
  if (!isWanted) await place.remove(placeOf(path))
}
