import { z } from 'zod'
import { actorOfCaller, type OtherActor, writeAudit } from '#lib/audit/write-audit.ts'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import type { PrivateFile } from '#lib/http/file-route.ts'
import type { FileLink } from '#lib/storage/file-link.ts'
import { storedFile } from './stored-file.ts'

export const RecordingId = z.object({ id: z.uuid() })

/** A player asks for many pieces: together they are one listening. */
const ONE_LISTENING_MS = 10 * 60_000

/** A stored recording's file, for a member of its business; who listened is written down. */
export async function recordingAudio(caller: Caller, { id }: z.infer<typeof RecordingId>): Promise<PrivateFile> {
  authorise(caller.principal, 'calls:read')
  return openFor(actorOfCaller(caller), id, 'recording.listen')
}

/** The same for whoever has a link that we made; it is written down as the deed of the one it was made for. */
export const linkedRecording = ({ id, businessId, actor }: FileLink, address: string): Promise<PrivateFile> =>
  openFor({ businessId, actor, address }, id, 'recording.download')

function openFor(by: OtherActor, id: string, action: 'recording.listen' | 'recording.download'): Promise<PrivateFile> {
  const { businessId } = by
  return withBusiness(businessId, async (tx) => {
    const found = await tx.recording.findUnique({ where: { businessId_id: { businessId, id } } })
    if (found?.status !== 'stored') throw new AppError('not_found', 'There is no such recording.')
    await noteOpening(tx, by, action, id)
    return storedFile(found)
  })
}

async function noteOpening(
  tx: Tx,
  by: OtherActor,
  action: 'recording.listen' | 'recording.download',
  subjectId: string,
) {
  const deed = { action, subjectType: 'recording', subjectId } as const
  const since = new Date(Date.now() - ONE_LISTENING_MS)
  const where = { ...deed, actor: by.actor, at: { gt: since } }
  const known = await tx.auditEntry.findFirst({ where, select: { id: true } })
  if (!known) await writeAudit(tx, by, deed)
}
