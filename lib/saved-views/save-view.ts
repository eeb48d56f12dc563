import { z } from 'zod'
import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { newId } from '#lib/ids.ts'
import { plainText } from '#lib/plain-text.ts'

const MOST_VIEWS = 50

export const SaveView = z.object({
  name: plainText(60)
    .transform((text) => text.trim())
    .refine((text) => text !== '', 'must not be empty'),
  /** The page's search parameters: filters, order and columns. */
  query: plainText(2000),
})

/** Keeps a view of the call log for this person; one of the same name is replaced. */
export async function saveView({ principal }: Caller, { name, query }: z.output<typeof SaveView>) {
  authorise(principal, 'calls:read')
  const { businessId, userId } = asUser(principal)
  return withBusiness(businessId, async (tx) => {
    if ((await tx.savedView.count({ where: { userId, NOT: { name } } })) >= MOST_VIEWS) {
      throw new AppError('invalid_input', `There are ${MOST_VIEWS} views already.`, { action: 'Delete one of them.' })
    }
    return tx.savedView.upsert({
      where: { businessId_userId_name: { businessId, userId, name } },
      create: { businessId, id: newId(), userId, name, query },
      update: { query },
      select: { id: true, name: true, query: true },
    })
  })
}
