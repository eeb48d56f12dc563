import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'

export const PutRetention = z.object({ retention_days: z.int().min(1).max(36_500).nullable() })

/** For how many days the business keeps recordings; null is for ever. */
export async function getRetention({ principal }: Caller) {
  const { businessId: id } = principal
  authorise(principal, 'calls:read')
  const business = await withBusiness(id, (tx) => tx.business.findUniqueOrThrow({ where: { id } }))
  return { success: true, data: { retention_days: business.retentionDays } }
}

/** Changes that. What is older then is deleted the next night. */
export async function putRetention(caller: Caller, { retention_days }: z.infer<typeof PutRetention>) {
  const { businessId: id } = caller.principal
  authorise(caller.principal, 'rules:manage')
  await withBusiness(id, async (tx) => {
    await tx.business.updateMany({ where: { id }, data: { retentionDays: retention_days } })
    const details = { retentionDays: retention_days }
    await writeAudit(tx, caller, { action: 'recording.retention', subjectType: 'business', subjectId: id, details })
  })
  return { success: true, message: 'Retention updated successfully', data: { retention_days } }
}
