import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/**
 * Seals a secret with AES-256-GCM. place says where the sealed text is stored (`carrier_accounts.auth_token/<id>`), so that
 * it cannot be moved to another row. The form is `v1.<iv>.<tag>.<ciphertext>` in base64url.
 */
export function sealSecret(secret: string, place: string, key: Buffer): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(place))
  const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
  return ['v1', ...[iv, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))].join('.')
}

/** Opens what sealSecret made for the same place and key; throws when any of them differs. */
export function openSecret(sealed: string, place: string, key: Buffer): string {
  const [version, ...parts] = sealed.split('.')
  const [iv, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'))
  if (version !== 'v1' || !iv || !tag || !text) throw new Error('This is not a sealed secret')
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 }).setAAD(Buffer.from(place))
  decipher.setAuthTag(tag)
  return Buffer.concat([decipher.update(text), decipher.final()]).toString('utf8')
}
