import { z } from 'zod'
import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'

export const ViewId = z.object({ id: z.uuid() })

/** Forgets one of this person's own views. */
export async function deleteView({ principal }: Caller, { id }: z.output<typeof ViewId>) {
  authorise(principal, 'calls:read')
  const { businessId, userId } = asUser(principal)
  const { count } = await withBusiness(businessId, (tx) => tx.savedView.deleteMany({ where: { id, userId } }))
  if (count === 0) throw new AppError('not_found', 'There is no such view.')
  return { deleted: true }
}
