import { flagCall } from '#lib/calls/call-flags.ts'
import { lockCall } from '#lib/calls/record-events.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { newId } from '#lib/ids.ts'
import { type SpokenSegment, segmentsOf, type TranscriptBody } from './transcript.ts'

export interface NewTranscript {
  /** Who made it: a program through the API, one of our assistants, or a transcription provider. */
  source: 'api' | 'assistant' | 'provider'
  segments: SpokenSegment[]
  language?: string | null
  provider?: string | null
  durationMs?: number | null
  transcriptionUrl?: string | null
  /** The one who sent it, as audit entries name them; absent for our own. */
  createdBy?: string
}

/** Stores what was said on a call as its newest version; older ones are kept. Throws `not_found` for a call that is not the business's. */
export async function storeTranscript(
  tx: Tx,
  businessId: string,
  callId: string,
  { segments, ...transcript }: NewTranscript,
): Promise<{ id: string; version: number }> {
  if (!(await lockCall(tx, callId))) throw new AppError('not_found', 'There is no such call.')
  const last = await tx.transcript.findFirst({ where: { callId }, orderBy: { version: 'desc' } })
  await tx.transcript.updateMany({ where: { callId, isCurrent: true }, data: { isCurrent: false } })
  const [id, version] = [newId(), (last?.version ?? 0) + 1]
  const text = segments.map((segment) => segment.text).join('\n')
  await tx.transcript.create({ data: { businessId, id, callId, version, text, ...transcript } })
  await tx.transcriptSegment.createMany({
    data: segments.map((segment, position) => ({ businessId, transcriptId: id, position, ...segment })),
  })
  await flagCall(tx, callId, { hasTranscript: segments.length > 0 })
  await publish(tx, businessId, { type: 'call.changed', callId })
  return { id, version }
}

/** A transcript that a program sent, ready to be stored. */
export const sentTranscript = (
  body: TranscriptBody,
  createdBy: string,
  transcriptionUrl?: string | null,
): NewTranscript => ({
  source: 'api',
  segments: segmentsOf(body),
  language: body.language ?? null,
  provider: body.provider ?? null,
  durationMs: body.duration == null ? null : Math.round(body.duration * 1000),
  transcriptionUrl: transcriptionUrl ?? null,
  createdBy,
})
