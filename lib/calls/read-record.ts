import type { Tx } from '#lib/db/with-business.ts'
import { readTranscript } from '#lib/transcripts/read-transcript.ts'
import { callView, namesOf, notesView } from './call-view.ts'

/** A call as those who write one are answered. */
export async function readRecord(tx: Tx, businessId: string, id: string) {
  const call = await tx.call.findUniqueOrThrow({
    where: { businessId_id: { businessId, id } },
    include: { recordings: { select: { id: true, status: true } } },
  })
  return { ...callView(call, await namesOf(tx)), ...notesView(call), transcript: await readTranscript(tx, id) }
}
