import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { actorOf, type Principal } from '#lib/auth/principal.ts'
import { env } from '#lib/env.ts'
import { AppError } from '#lib/errors.ts'

const LINK_S = 5 * 60

/** Which file a link opens, of which business, and for whom it was made. */
export interface FileLink {
  kind: 'recordings' | 'exports'
  id: string
  businessId: string
  actor: ReturnType<typeof actorOf>
}

/** An address that opens one file of the principal's business to whoever has it, for five minutes. */
export function fileUrl(kind: FileLink['kind'], id: string, principal: Principal, nowMs = Date.now()): string {
  const link = { kind, id, businessId: principal.businessId, actor: actorOf(principal) }
  const expires = Math.floor(nowMs / 1000) + LINK_S
  const query = new URLSearchParams({
    business: link.businessId,
    for: link.actor,
    expires: String(expires),
    signature: sign(link, expires).toString('base64url'),
  })
  return `${env().PUBLIC_URL}/api/files/${kind}/${id}?${query}`
}

const Query = z.object({
  business: z.uuid(),
  for: z.templateLiteral([z.enum(['user', 'key']), ':', z.uuid()]),
  expires: z
    .string()
    .regex(/^\d{1,12}$/)
    .transform(Number),
  signature: z.string().max(100),
})

/** What a link opens. Throws `bad_signature` for one that we did not make so, or that is over. */
export function readFileLink(
  { kind, id }: Pick<FileLink, 'kind' | 'id'>,
  query: Record<string, string>,
  nowMs = Date.now(),
): FileLink {
  const parsed = Query.safeParse(query)
  if (!parsed.success) throw new AppError('bad_signature', 'The link is not whole.')
  const { business, for: actor, expires, signature } = parsed.data
  const link = { kind, id, businessId: business, actor }
  const [given, right] = [Buffer.from(signature, 'base64url'), sign(link, expires)]
  if (given.length !== right.length || !timingSafeEqual(given, right)) {
    throw new AppError('bad_signature', 'The link was not made by us.')
  }
  if (expires * 1000 < nowMs) {
    throw new AppError('bad_signature', 'The link is over.', { action: 'Ask for a new one.' })
  }
  return link
}

/** The key is for this purpose alone: nothing else that is sealed or signed can stand in for a link. */
function sign({ kind, id, businessId, actor }: FileLink, expires: number): Buffer {
  const key = createHmac('sha256', Buffer.from(env().SECRETS_KEY, 'base64')).update('file links').digest()
  return createHmac('sha256', key).update([kind, id, businessId, actor, expires].join('\n')).digest()
}
