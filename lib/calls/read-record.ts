import type { Principal } from '#lib/auth/principal.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { readTranscript } from '#lib/transcripts/read-transcript.ts'
import { callView, namesOf, notesView } from './call-view.ts'

/** A call as those who write one are answered. */
export async function readRecord(tx: Tx, reader: Principal, id: string) {
  const { businessId } = reader
  const call = await tx.call.findUniqueOrThrow({
    where: { businessId_id: { businessId, id } },
    include: { recordings: { select: { id: true, status: true }, orderBy: { createdAt: 'asc' } } },
  })
  return { ...callView(call, await namesOf(tx), reader), ...notesView(call), transcript: await readTranscript(tx, id) }
}
