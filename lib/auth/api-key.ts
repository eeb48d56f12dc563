import { createHash, randomBytes } from 'node:crypto'
import { findApiKey } from '#lib/db/across.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import type { KeyPrincipal } from './principal.ts'

/** A new key's text: 256 random bits that are easy to recognise. Only its hash is stored. */
export const newApiKey = (): string => `ofk_${randomBytes(32).toString('base64url')}`

export const isApiKey = (text: string): boolean => /^ofk_[\w-]{3,128}$/.test(text)

export const hashApiKey = (key: string): string => createHash('sha256').update(key).digest('hex')

/** Who a key stands for; null when there is no such key or it was revoked. */
export async function principalOfKey(key: string): Promise<KeyPrincipal | null> {
  const found = await findApiKey(hashApiKey(key))
  return found ? loadKey(found.businessId, found.id) : null
}

/** The key of an id as it is now, and notes its use; null when it was revoked. */
export async function loadKey(businessId: string, keyId: string): Promise<KeyPrincipal | null> {
  return withBusiness(businessId, async (tx) => {
    const key = await tx.apiKey.findFirst({ where: { id: keyId, revokedAt: null }, include: { business: true } })
    if (!key) return null
    await tx.$executeRaw`update api_keys set last_used_at = now()
      where id = ${keyId}::uuid and (last_used_at is null or last_used_at < now() - interval '1 minute')`
    const { id, name, country, timeZone } = key.business
    return {
      kind: 'key',
      keyId,
      name: key.name,
      scopes: key.scopes,
      businessId,
      business: { id, name, country, timeZone },
    }
  })
}
