import { createHash, randomBytes } from 'node:crypto'
import { findApiKey } from '#lib/db/across.ts'
import { readBusiness } from '#lib/db/read-business.ts'
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

interface KeyRow {
  name: string
  scopes: string[]
  isUseNoted: boolean
  businessName: string
  country: string
  timeZone: string
}

/** The key of an id as it is now, and notes its use; null when it was revoked. */
export async function loadKey(businessId: string, keyId: string): Promise<KeyPrincipal | null> {
  const [key] = await readBusiness(
    businessId,
    (tx) => tx.$queryRaw<KeyRow[]>`
      select k.name, k.scopes, coalesce(k.last_used_at > now() - interval '1 minute', false) as "isUseNoted",
        b.name as "businessName", b.country, b.time_zone as "timeZone"
      from api_keys k join businesses b on b.id = k.business_id where k.id = ${keyId}::uuid and k.revoked_at is null`,
  )
  if (!key) return null
  if (!key.isUseNoted) await noteUse(businessId, keyId)
  const { name, scopes, businessName, country, timeZone } = key
  const business = { id: businessId, name: businessName, country, timeZone }
  return { kind: 'key', keyId, name, scopes, businessId, business }
}

const noteUse = (businessId: string, keyId: string) =>
  withBusiness(
    businessId,
    (tx) => tx.$executeRaw`update api_keys set last_used_at = now()
      where id = ${keyId}::uuid and (last_used_at is null or last_used_at < now() - interval '1 minute')`,
  )
