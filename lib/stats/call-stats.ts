import { authorise, type Caller } from '#lib/auth/principal.ts'
import type { CallFilter } from '#lib/calls/call-filter.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { countGroups } from './count-groups.ts'
import { figuresOf } from './figures.ts'

/** The figures of the calls a filter lets through. */
export async function callStats({ principal }: Caller, filter: CallFilter) {
  authorise(principal, 'calls:read')
  const { businessId, business } = principal
  const groups = await withBusiness(businessId, (tx) => countGroups(tx, filter, business.timeZone))
  return { success: true, data: figuresOf(groups) }
}
