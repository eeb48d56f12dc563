import { z } from 'zod'
import { namesOf } from '#lib/audit/list-audit.ts'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { storedBefore } from './expire-recordings.ts'

/** As many of the newest proofs as a page shows. */
const SHOWN = 50

export const AskRemovals = z.object({
  /** What would be removed if recordings were kept so many days; as the business keeps them when absent. */
  retention_days: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a whole number of days')
    .transform(Number)
    .pipe(z.number().min(1).max(36_500))
    .optional(),
})

/** What the business holds of recordings, what of it goes next night, and the newest proofs of what went or was held. */
export async function removals({ principal }: Caller, asked: z.output<typeof AskRemovals>) {
  const { businessId: id } = principal
  authorise(principal, 'ledger:read')
  return withBusiness(id, async (tx) => {
    const { retentionDays } = await tx.business.findUniqueOrThrow({ where: { id } })
    const days = asked.retention_days ?? retentionDays
    const stored = { status: 'stored' }
    const isDue = days === null ? null : storedBefore(days, new Date())
    return {
      success: true,
      data: {
        retention_days: retentionDays,
        stored: await tx.recording.count({ where: stored }),
        held: await tx.recording.count({ where: { ...stored, call: { legalHold: true } } }),
        due: isDue ? await tx.recording.count({ where: { ...stored, ...isDue, call: { legalHold: false } } }) : 0,
        proofs: await newestProofs(tx),
      },
    }
  })
}

async function newestProofs(tx: Tx) {
  const proofs = await tx.recordingProof.findMany({ orderBy: [{ at: 'desc' }, { id: 'desc' }], take: SHOWN })
  const names = await namesOf(tx, proofs)
  return proofs.map((proof) => ({
    id: proof.id,
    action: proof.action,
    reason: proof.reason,
    actor: proof.actor,
    actor_name: names.get(proof.actor) ?? null,
    call_id: proof.callId,
    recording_id: proof.recordingId,
    sha256: proof.sha256,
    bytes: proof.bytes,
    at: proof.at,
  }))
}
