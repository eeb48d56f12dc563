import type { Tx } from '#lib/db/with-business.ts'

/** What else there is of a call, kept on its row for lists and filters: no part of its story, which its events alone tell. */
interface CallFlags {
  hasRecording?: boolean
  hasTranscript?: boolean
  legalHold?: boolean
}

/** Sets flags of a call whose lock the transaction holds. */
export async function flagCall(tx: Tx, callId: string, flags: CallFlags): Promise<void> {
  await tx.call.updateMany({ where: { id: callId }, data: flags })
}
