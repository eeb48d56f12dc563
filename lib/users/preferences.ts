import { z } from 'zod'
import { asUser, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'

const isTimeZone = (name: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    return false
  }
}

/** How a member wants texts and times shown. No time zone: the business's own. */
export const Preferences = z.strictObject({
  language: z.enum(['en-GB', 'es']).default('en-GB'),
  timeZone: z.string().max(60).refine(isTimeZone, 'is not a time zone').nullable().default(null),
  dateStyle: z.enum(['day-month', 'month-day', 'iso']).default('day-month'),
  hourCycle: z.enum(['h23', 'h12']).default('h23'),
})
export type Preferences = z.infer<typeof Preferences>

/** The caller's own; what was never set, or is not valid any more, is the default. */
export async function readPreferences({ principal }: Pick<Caller, 'principal'>): Promise<Preferences> {
  const { userId, businessId } = asUser(principal)
  const { preferences } = await withBusiness(businessId, (tx) =>
    tx.membership.findFirstOrThrow({ where: { userId }, select: { preferences: true } }),
  )
  const { data } = Preferences.safeParse(preferences)
  return data ?? Preferences.parse({})
}

/** Replaces the caller's own preferences in the business they are signed in to. */
export async function savePreferences({ principal }: Caller, preferences: Preferences): Promise<Preferences> {
  const { userId, businessId } = asUser(principal)
  await withBusiness(businessId, (tx) => tx.membership.updateMany({ where: { userId }, data: { preferences } }))
  return preferences
}
