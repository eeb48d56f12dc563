import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { plainText } from '#lib/plain-text.ts'
import { noteCall } from './note-call.ts'
import { Tag } from './record-fields.ts'

const MOST_TAGS = 50

export const MarkCalls = z
  .object({
    ids: z
      .array(z.uuid())
      .min(1)
      .max(100)
      .transform((ids) => [...new Set(ids)]),
    add_tags: z.array(Tag).max(MOST_TAGS).optional(),
    remove_tags: z.array(Tag).max(MOST_TAGS).optional(),
    reviewed: z.boolean().optional(),
    /** What the call came to, in the business's own words. */
    disposition: plainText(64)
      .transform((text) => text.trim() || null)
      .nullable()
      .optional(),
    notes: plainText(10_000)
      .transform((text) => text.trim() || null)
      .nullable()
      .optional(),
  })
  .refine(({ ids: _, ...marks }) => Object.values(marks).some((mark) => mark !== undefined), 'says nothing to mark')
type MarkCalls = z.output<typeof MarkCalls>

/** Tags, reviews or annotates up to 100 calls at once; those that are gone are left out. Throws `not_found` when all are. */
export async function markCalls(caller: Caller, { ids, ...marks }: MarkCalls) {
  const { principal } = caller
  const { businessId } = principal
  authorise(principal, 'calls:write')
  const reviewer = marks.reviewed === undefined ? null : asUser(principal).userId
  const details = { fields: Object.keys(marks).join(), calls: ids.length }
  return withBusiness(businessId, async (tx) => {
    const calls = await lockCalls(tx, ids)
    if (calls.length === 0) throw new AppError('not_found', 'There is no such call.')
    for (const { id, tags } of calls) {
      await noteCall(tx, businessId, id, { ...reviewOf(marks.reviewed, reviewer), ...wordsOf(marks, tags) })
      await writeAudit(tx, caller, { action: 'call.update', subjectType: 'call', subjectId: id, details })
      await publish(tx, businessId, { type: 'call.changed', callId: id })
    }
    return { marked: calls.length }
  })
}

/** In the order of their ids, so that two who mark the same calls wait for each other and not in a circle. */
const lockCalls = (tx: Tx, ids: string[]) =>
  tx.$queryRaw<{ id: string; tags: string[] }[]>`
    select id, tags from calls where id = any(${ids}::uuid[]) order by id for update`

const reviewOf = (reviewed: boolean | undefined, userId: string | null) =>
  reviewed === undefined ? {} : { reviewedAt: reviewed ? new Date() : null, reviewedBy: reviewed ? userId : null }

function wordsOf({ add_tags, remove_tags, disposition, notes }: Omit<MarkCalls, 'ids'>, tags: string[]) {
  const kept = tags.filter((tag) => !remove_tags?.includes(tag))
  const next = [...new Set([...kept, ...(add_tags ?? [])])]
  if (next.length > MOST_TAGS) throw new AppError('invalid_input', `A call has at most ${MOST_TAGS} tags.`)
  return {
    ...((add_tags || remove_tags) && { tags: next }),
    ...(disposition !== undefined && { disposition }),
    ...(notes !== undefined && { notes }),
  }
}
