import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { newId } from '#lib/ids.ts'
import { hashApiKey, newApiKey } from './api-key.ts'
import { asUser, authorise, type Caller, SCOPES } from './principal.ts'

export const CreateKey = z.object({
  name: z.string().trim().min(1).max(80),
  scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
})
export const KeyId = z.object({ id: z.uuid() })

/** Makes a key of the caller's business. Its text is in this answer and nowhere else. */
export async function createKey(caller: Caller, { name, scopes }: z.infer<typeof CreateKey>) {
  const { userId, businessId } = asUser(caller.principal)
  authorise(caller.principal, 'keys:manage')
  const [id, key] = [newId(), newApiKey()]
  await withBusiness(businessId, async (tx) => {
    const data = { businessId, id, name, keyHash: hashApiKey(key), scopes: [...new Set(scopes)], createdBy: userId }
    await tx.apiKey.create({ data })
    await writeAudit(tx, caller, { action: 'key.create', subjectType: 'key', subjectId: id, details: { name } })
  })
  return { id, name, scopes, key }
}

/** The keys of the caller's business, without their text, the newest first. */
export async function listKeys({ principal }: Caller) {
  authorise(principal, 'keys:manage')
  const select = { id: true, name: true, scopes: true, lastUsedAt: true, revokedAt: true, createdAt: true }
  const keys = await withBusiness(principal.businessId, (tx) =>
    tx.apiKey.findMany({ select, orderBy: { createdAt: 'desc' } }),
  )
  return { keys }
}

/** Ends a key, and every token made from it, at once and for good. */
export async function revokeKey(caller: Caller, { id }: z.infer<typeof KeyId>) {
  authorise(caller.principal, 'keys:manage')
  await withBusiness(caller.principal.businessId, async (tx) => {
    const { count } = await tx.apiKey.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: new Date() } })
    if (count === 0) throw new AppError('not_found', 'There is no such key, or it was revoked already.')
    await writeAudit(tx, caller, { action: 'key.revoke', subjectType: 'key', subjectId: id })
  })
  return {}
}
