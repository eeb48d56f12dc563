import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { asUser, authorise, type Caller, may } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { newId } from '#lib/ids.ts'
import { plainText } from '#lib/plain-text.ts'
import { namesOf } from './call-view.ts'
import { lockCall } from './record-events.ts'

const MOST_COMMENTS = 500
const WEEK_MS = 7 * 86_400_000

/** What people remarked about a call: first about all of it, then along its sound. */
export async function listComments({ principal }: Caller, { id }: { id: string }) {
  authorise(principal, 'calls:read')
  return withBusiness(principal.businessId, async (tx) => {
    const where = { businessId_id: { businessId: principal.businessId, id } }
    const call = await tx.call.findUnique({ where, select: { comments: true } })
    if (!call) throw new AppError('not_found', 'There is no such call.')
    const { people } = await namesOf(tx)
    const inOrder = call.comments.sort((a, b) => (a.atMs ?? -1) - (b.atMs ?? -1) || +a.createdAt - +b.createdAt)
    return {
      comments: inOrder.map(({ id, atMs, text, userId, createdAt }) => ({
        ...{ id, text, at_ms: atMs, created_at: createdAt },
        author: { id: userId, name: people.get(userId) ?? null },
      })),
    }
  })
}

export const AddComment = z.object({
  id: z.uuid(),
  text: plainText(2000)
    .transform((text) => text.trim())
    .refine((text) => text !== '', 'must not be empty'),
  /** Milliseconds from the start of the recording; absent: about the whole call. */
  at_ms: z.int().min(0).max(WEEK_MS).nullish(),
})

/** Remarks something about a call. */
export async function addComment(caller: Caller, { id: callId, text, at_ms }: z.output<typeof AddComment>) {
  authorise(caller.principal, 'calls:write')
  const { businessId, userId } = asUser(caller.principal)
  return withBusiness(businessId, async (tx) => {
    if (!(await lockCall(tx, callId))) throw new AppError('not_found', 'There is no such call.')
    if ((await tx.callComment.count({ where: { callId } })) >= MOST_COMMENTS) {
      throw new AppError('invalid_input', `A call has at most ${MOST_COMMENTS} comments.`)
    }
    const id = newId()
    await tx.callComment.create({ data: { businessId, id, callId, userId, text, atMs: at_ms ?? null } })
    await writeAudit(tx, caller, { action: 'comment.create', subjectType: 'call', subjectId: callId })
    await publish(tx, businessId, { type: 'call.changed', callId })
    return { id }
  })
}

export const CommentId = z.object({ id: z.uuid(), commentId: z.uuid() })

/** Takes a remark away: one's own, or anybody's for those who may delete what is kept of a call. */
export async function deleteComment(caller: Caller, { id: callId, commentId }: z.output<typeof CommentId>) {
  authorise(caller.principal, 'calls:write')
  const { businessId, userId } = asUser(caller.principal)
  const own = may(caller.principal, 'calls:delete') ? {} : { userId }
  return withBusiness(businessId, async (tx) => {
    const { count } = await tx.callComment.deleteMany({ where: { id: commentId, callId, ...own } })
    if (count === 0) throw new AppError('not_found', 'There is no such comment of yours.')
    await writeAudit(tx, caller, { action: 'comment.delete', subjectType: 'call', subjectId: callId })
    await publish(tx, businessId, { type: 'call.changed', callId })
    return { deleted: true }
  })
}
