import { z } from 'zod'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { plainText } from '#lib/plain-text.ts'

const MOST = 100

export const ListAudit = z.object({
  /** What an action begins with: recording, or recording.listen. */
  action: z
    .string()
    .regex(/^[a-z-]+(\.[a-z-]*)?$/)
    .optional(),
  userId: z.uuid().optional(),
  subjectId: plainText(100)
    .refine((text) => text !== '', 'must not be empty')
    .optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(MOST).default(50),
  /** Where the page before ended. */
  cursor: z.string().max(200).optional(),
})

/** Who did what to what, when and from where, the newest first. */
export async function listAudit({ principal }: Caller, filter: z.infer<typeof ListAudit>) {
  authorise(principal, 'ledger:read')
  const after = filter.cursor === undefined ? undefined : readCursor(filter.cursor)
  return withBusiness(principal.businessId, async (tx) => {
    const found = await tx.auditEntry.findMany({
      where: { AND: [matching(filter), after ? olderThan(after) : {}] },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: filter.limit + 1,
      omit: { businessId: true },
    })
    const entries = found.slice(0, filter.limit)
    const last = entries.at(-1)
    const names = await namesOf(tx, entries)
    return {
      entries: entries.map((entry) => ({ ...entry, actorName: names.get(entry.actor) ?? null })),
      nextCursor: found.length > filter.limit && last ? `${last.at.toISOString()}_${last.id}` : null,
    }
  })
}

const matching = ({ action, userId, subjectId, from, to }: z.infer<typeof ListAudit>) => ({
  ...(action && { action: { startsWith: action } }),
  ...(userId && { actor: `user:${userId}` }),
  ...(subjectId && { subjectId }),
  at: { ...(from && { gte: new Date(from) }), ...(to && { lt: new Date(to) }) },
})

interface Place {
  at: Date
  id: string
}

function readCursor(cursor: string): Place {
  const [at = '', id = ''] = cursor.split('_')
  if (!z.iso.datetime().safeParse(at).success || !z.uuid().safeParse(id).success) {
    throw new AppError('invalid_input', 'This is no cursor of the audit log.', { field: 'cursor' })
  }
  return { at: new Date(at), id }
}

const olderThan = ({ at, id }: Place) => ({ OR: [{ at: { lt: at } }, { at, id: { lt: id } }] })

/** The names behind user:<id> and key:<id>. */
export async function namesOf(tx: Tx, entries: { actor: string }[]): Promise<Map<string, string>> {
  const ids = (kind: string) => [
    ...new Set(entries.filter(({ actor }) => actor.startsWith(kind)).map(({ actor }) => actor.slice(kind.length))),
  ]
  const users = await tx.user.findMany({ where: { id: { in: ids('user:') } }, select: { id: true, name: true } })
  const keys = await tx.apiKey.findMany({ where: { id: { in: ids('key:') } }, select: { id: true, name: true } })
  return new Map([
    ...users.map(({ id, name }) => [`user:${id}`, name] as const),
    ...keys.map(({ id, name }) => [`key:${id}`, name] as const),
  ])
}
