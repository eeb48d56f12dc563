import { z } from 'zod'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import type { CallFilter } from '#lib/calls/call-filter.ts'
import { readBusiness } from '#lib/db/read-business.ts'
import { countGroups } from './count-groups.ts'
import { Figures, figuresOf } from './figures.ts'

export const CallStats = z.object({ success: z.literal(true), data: Figures })

/** The figures of the calls a filter lets through. */
export async function callStats({ principal }: Caller, filter: CallFilter): Promise<z.infer<typeof CallStats>> {
  authorise(principal, 'calls:read')
  const { businessId, business } = principal
  const groups = await readBusiness(businessId, (tx) => countGroups(tx, filter, business.timeZone))
  return { success: true, data: figuresOf(groups) }
}
