import { authorise, type Caller } from '#lib/auth/principal.ts'
import type { CallFilter } from '#lib/calls/call-filter.ts'
import { readBusiness } from '#lib/db/read-business.ts'
import { countGroups } from './count-groups.ts'
import { figuresOf } from './figures.ts'
import type { CallStats } from './stats-answers.ts'

/** The figures of the calls a filter lets through. */
export async function callStats({ principal }: Caller, filter: CallFilter): Promise<CallStats> {
  authorise(principal, 'calls:read')
  const { businessId, business } = principal
  const groups = await readBusiness(businessId, (tx) => countGroups(tx, filter, business.timeZone))
  return { success: true, data: figuresOf(groups) }
}
