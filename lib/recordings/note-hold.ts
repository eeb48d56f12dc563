import { actorOf, type Caller } from '#lib/auth/principal.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'

/** Keeps a proof that a call's recordings must not be deleted from now on, or may be again, and who said so. */
export async function noteHold(tx: Tx, { principal }: Caller, callId: string, isHeld: boolean): Promise<void> {
  const { businessId } = principal
  const action = isHeld ? 'held' : 'released'
  const proof = { businessId, id: newId(), callId, action, reason: 'legal hold', actor: actorOf(principal) }
  await tx.recordingProof.create({ data: proof })
}
