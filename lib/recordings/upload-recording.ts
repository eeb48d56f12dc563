import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { flagCall } from '#lib/calls/call-flags.ts'
import { lockCall } from '#lib/calls/record-events.ts'
import { carrierSid } from '#lib/calls/record-fields.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { newId } from '#lib/ids.ts'
import { fileUrl } from '#lib/storage/file-link.ts'
import type { IncomingFile } from '#lib/storage/incoming.ts'
import { openStore } from '#lib/storage/store.ts'
import { type AudioFacts, inspectAudio } from './audio/inspect-audio.ts'
import { scanFile } from './scan-file.ts'
import { AUDIO_TYPES, placeOf } from './stored-file.ts'

export const RecordingFile = { field: 'recording', mostBytes: 100 * 1024 * 1024 }

const decimal = z.string().regex(/^\d{1,9}(\.\d{1,6})?$/, 'must be a number')

/** What stands beside the file. duration is only read where the file does not say its own, all else is in the file. */
export const UploadFields = z.object({
  id: z.uuid(),
  call_sid: carrierSid('CA'),
  account_sid: carrierSid('A[CG]'),
  duration: decimal
    .transform(Number)
    .pipe(z.number().max(7 * 86_400))
    .optional(),
  channels: z.enum(['1', '2']).optional(),
  sample_rate: decimal.optional(),
  audio_format: z.string().max(100).optional(),
})
type UploadFields = z.output<typeof UploadFields>

/** Throws unless the caller may add to this call: asked before the file is read. */
export async function admitUpload({ principal }: Caller, { id }: { id: string }): Promise<void> {
  authorise(principal, 'calls:write')
  await withBusiness(principal.businessId, (tx) => loadCall(tx, principal.businessId, id))
}

/** Keeps a recording that somebody else made of a call. The same file a second time is the same recording. */
export async function uploadRecording(caller: Caller, input: UploadFields, file: IncomingFile) {
  const { businessId } = caller.principal
  authorise(caller.principal, 'calls:write')
  await withBusiness(businessId, async (tx) => checkSids(await loadCall(tx, businessId, input.id), input))
  const facts = await inspectAudio(file.path, file.bytes)
  await scanFile(file.path)
  const path = `${businessId}/calls/call_${input.id}_${microseconds()}.${facts.format}`
  const store = await openStore()
  await store.keep(placeOf(path), file.path, AUDIO_TYPES[facts.format])
  let kept: Kept | undefined
  try {
    kept = await withBusiness(businessId, (tx) => note(tx, caller, input, { ...file, path }, facts))
  } finally {
    if (kept?.path !== path) await store.remove(placeOf(path))
  }
  return { success: true, message: 'Recording uploaded successfully', data: view(caller, input.id, kept) }
}

type Kept = Awaited<ReturnType<Tx['recording']['create']>>

/** Names in the store must never meet, also of two files of one call at the same time. */
const microseconds = () => Math.round((performance.timeOrigin + performance.now()) * 1000)

async function loadCall(tx: Tx, businessId: string, id: string) {
  const call = await tx.call.findUnique({
    where: { businessId_id: { businessId, id } },
    select: { callSid: true, accountSid: true, legs: { select: { callSid: true, accountSid: true } } },
  })
  if (!call) throw new AppError('not_found', 'There is no such call.')
  return call
}

/** The SIDs are those of the call or of one of its legs. A record without any has nothing to compare. */
function checkSids(
  { legs, ...own }: Awaited<ReturnType<typeof loadCall>>,
  { call_sid, account_sid }: UploadFields,
): void {
  const known = [own, ...legs].filter(({ callSid, accountSid }) => callSid !== null || accountSid !== null)
  if (known.length === 0) return
  const called = known.filter(({ callSid }) => callSid === null || callSid === call_sid)
  if (called.length === 0) throw wrongSid('call_sid')
  if (!called.some(({ accountSid }) => accountSid === null || accountSid === account_sid)) throw wrongSid('account_sid')
}

const wrongSid = (field: string) => new AppError('invalid_input', `${field}: is not the call's`, { field })

async function note(tx: Tx, caller: Caller, input: UploadFields, file: IncomingFile, facts: AudioFacts): Promise<Kept> {
  const { businessId } = caller.principal
  const { id: callId, call_sid: callSid, account_sid: accountSid } = input
  if (!(await lockCall(tx, callId))) throw new AppError('not_found', 'There is no such call.')
  const same = await tx.recording.findFirst({ where: { callId, status: 'stored', sha256: file.sha256 } })
  if (same) return same
  const { peaks, ...rest } = facts
  const durationMs = facts.durationMs ?? (input.duration === undefined ? null : Math.round(input.duration * 1000))
  const recording = await tx.recording.create({
    data: {
      ...{ businessId, id: newId(), callId, callSid, accountSid, status: 'stored', source: 'upload', ...rest },
      ...{ durationMs, bytes: file.bytes, sha256: file.sha256, path: file.path, storedAt: new Date() },
      ...(peaks && { peaks }),
    },
  })
  await flagCall(tx, callId, { hasRecording: true })
  const subject = { subjectType: 'recording', subjectId: recording.id } as const
  await writeAudit(tx, caller, { action: 'recording.upload', ...subject, details: { callId, bytes: file.bytes } })
  await publish(tx, businessId, { type: 'recording.ready', callId, recordingId: recording.id })
  return recording
}

const view = (
  { principal }: Caller,
  callId: string,
  { id, path, durationMs, channels, sampleRate, bitRate }: Kept,
) => ({
  call_id: callId,
  recording_url: fileUrl('recordings', id, principal),
  recording_path: path,
  file_metadata: {
    duration: durationMs === null ? null : durationMs / 1000,
    channels,
    sample_rate: sampleRate,
    bit_rate: bitRate,
  },
})
