import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'

/** The views of the call log that this person saved, oldest first. */
export async function listViews({ principal }: Caller) {
  authorise(principal, 'calls:read')
  const { businessId, userId } = asUser(principal)
  const views = await withBusiness(businessId, (tx) =>
    tx.savedView.findMany({
      where: { userId },
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      select: { id: true, name: true, query: true },
    }),
  )
  return { views }
}
