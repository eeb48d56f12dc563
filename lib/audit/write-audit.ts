import { actorOf, type Caller } from '#lib/auth/principal.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'

interface Deed {
  action:
    | 'call.place'
    | 'call.refuse'
    | 'call.hang-up'
    | 'call.decline'
    | 'recording.pause'
    | 'recording.resume'
    | 'recording.listen'
    | 'user.change-password'
    | 'key.create'
    | 'key.revoke'
    | 'rules.change'
    | 'voice-token.issue'
  subjectType: 'call' | 'number' | 'recording' | 'user' | 'key' | 'business'
  subjectId?: string
  details?: Record<string, string>
}

/** Writes down who did what to what, from where, in the transaction that does it. */
export async function writeAudit(tx: Tx, { principal, address }: Caller, deed: Deed): Promise<void> {
  const { businessId } = principal
  await tx.auditEntry.create({ data: { businessId, id: newId(), actor: actorOf(principal), address, ...deed } })
}
