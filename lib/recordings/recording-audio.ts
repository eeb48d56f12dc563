import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { actorOf, authorise, type Caller } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import type { PrivateFile } from '#lib/http/file-route.ts'
import { openRecording, recordingPath } from './recording-files.ts'

export const RecordingId = z.object({ id: z.uuid() })

/** A player asks for many pieces: together they are one listening. */
const ONE_LISTENING_MS = 10 * 60_000

/** A stored recording's file, for a member of its business; who listened is written down. */
export async function recordingAudio(caller: Caller, { id }: z.infer<typeof RecordingId>): Promise<PrivateFile> {
  const { businessId } = caller.principal
  authorise(caller.principal, 'calls:read')
  const recording = await withBusiness(businessId, async (tx) => {
    const found = await tx.recording.findUnique({ where: { businessId_id: { businessId, id } } })
    if (found?.status !== 'stored') throw new AppError('not_found', 'There is no such recording.')
    await noteListening(tx, caller, id)
    return found
  })
  const file = await openRecording(recordingPath(businessId, id))
  return { file, bytes: recording.bytes!, type: 'audio/wav', name: `${recording.recordingSid}.wav` }
}

async function noteListening(tx: Tx, caller: Caller, subjectId: string): Promise<void> {
  const deed = { action: 'recording.listen', subjectType: 'recording', subjectId } as const
  const actor = actorOf(caller.principal)
  const since = new Date(Date.now() - ONE_LISTENING_MS)
  const known = await tx.auditEntry.findFirst({ where: { ...deed, actor, at: { gt: since } }, select: { id: true } })
  if (!known) await writeAudit(tx, caller, deed)
}
