import { actorOf, type Caller } from '#lib/auth/principal.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { newId } from '#lib/ids.ts'

interface Deed {
  action:
    | 'call.place'
    | 'call.refuse'
    | 'call.hang-up'
    | 'call.decline'
    | 'call.create'
    | 'call.update'
    | 'call.delete'
    | 'call.rebuild'
    | 'comment.create'
    | 'comment.delete'
    | 'calls.export'
    | 'export.download'
    | 'recording.pause'
    | 'recording.resume'
    | 'recording.upload'
    | 'recording.listen'
    | 'recording.download'
    | 'recording.delete'
    | 'recording.retention'
    | 'recording.clear'
    | 'transcript.update'
    | 'user.change-password'
    | 'key.create'
    | 'key.revoke'
    | 'rules.change'
    | 'caller-ids.refresh'
    | 'voice-token.issue'
    | 'assistant.create'
    | 'assistant.change'
    | 'assistant.archive'
    | 'assistant.tool'
    | 'call.take-over'
    | 'call.hand-back'
  subjectType: 'call' | 'number' | 'recording' | 'transcript' | 'export' | 'user' | 'key' | 'business' | 'assistant'
  subjectId?: string
  /** What more is worth knowing; never the content of a call. */
  details?: Record<string, string | number | boolean | null>
}

/** Somebody who is no caller of a route: the carrier by its signed request, a job of ours, or an assistant by its conversation. */
export interface OtherActor {
  businessId: string
  actor: `${'carrier' | 'job' | 'assistant' | 'user' | 'key'}:${string}`
  address: string | null
}

/** Writes down who did what to what, from where, in the transaction that does it. */
export async function writeAudit(tx: Tx, by: Caller | OtherActor, deed: Deed): Promise<void> {
  const { businessId, actor, address } = 'principal' in by ? actorOfCaller(by) : by
  const { action, subjectType, subjectId = null, details = {} } = deed
  await tx.$executeRaw`
    insert into audit_entries (business_id, id, actor, action, subject_type, subject_id, details, address)
    values (${businessId}::uuid, ${newId()}::uuid, ${actor}, ${action}, ${subjectType}, ${subjectId}, ${JSON.stringify(details)}::jsonb, ${address})`
}

/** A caller as audit entries name them. */
export const actorOfCaller = ({ principal, address }: Caller): OtherActor => ({
  businessId: principal.businessId,
  actor: actorOf(principal),
  address,
})
