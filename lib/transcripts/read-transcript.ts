import type { Tx } from '#lib/db/with-business.ts'

/** A call's transcript as the calls API shows it, times in seconds: the current version unless another is named; null when there is none. */
export async function readTranscript(tx: Tx, callId: string, version?: number) {
  const found = await tx.transcript.findFirst({
    where: version === undefined ? { callId, isCurrent: true } : { callId, version },
    include: { segments: { orderBy: { position: 'asc' } } },
  })
  if (!found) return null
  return {
    version: found.version,
    source: found.source,
    segments: found.segments.map(({ speaker, startMs, endMs, text, confidence }) => ({
      speaker,
      start_time: startMs / 1000,
      end_time: endMs / 1000,
      text,
      confidence: confidence === null ? null : Number(confidence),
    })),
    duration: found.durationMs === null ? null : found.durationMs / 1000,
    language: found.language,
    provider: found.provider,
    transcription_url: found.transcriptionUrl,
    created_at: found.createdAt,
  }
}
