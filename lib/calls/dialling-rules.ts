import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import type { NumberType } from './dialled-number.ts'

const limit = z.number().int().min(0).max(100_000)
/** premium and special are no choice: nobody may switch them on. */
const ALLOWABLE = ['fixed', 'mobile', 'toll-free', 'voip', 'shared-cost', 'unknown'] as const satisfies NumberType[]

/** What a business may dial and how much of it, as an admin sets it. Limits count attempts. */
export const Rules = z.strictObject({
  /** Two letters each, or `*`: all but the high-cost countries, which must be named. */
  countries: z.array(z.string().regex(/^([A-Z]{2}|\*)$/)).max(300),
  numberTypes: z.array(z.enum(ALLOWABLE)),
  perActorMinute: limit,
  perActorHour: limit,
  perActorDay: limit,
  perBusinessMinute: limit,
  perBusinessDay: limit,
  /** Attempts on one number in ten minutes. */
  sameNumber: limit,
  /** Outbound calls open at one time. */
  concurrent: limit,
  /** In USD, as our estimates are. */
  dailySpend: z.number().min(0).max(1_000_000),
  /** Addresses whose TwiML an API call may run, each with all that begins with it. */
  twimlUrls: z.array(z.url({ protocol: /^https$/ }).max(500)).max(20),
})
export type Rules = z.infer<typeof Rules>

/** Of a business that set none: its own country, and little enough that a stolen session costs little. */
export const defaultRules = (country: string): Rules => ({
  countries: [country],
  numberTypes: ['fixed', 'mobile', 'toll-free', 'voip', 'unknown'],
  perActorMinute: 6,
  perActorHour: 60,
  perActorDay: 300,
  perBusinessMinute: 30,
  perBusinessDay: 1000,
  sameNumber: 3,
  concurrent: 10,
  dailySpend: 25,
  twimlUrls: [],
})

/** The rules of a business as they are now. */
export async function loadRules(tx: Tx, country: string): Promise<Rules> {
  const row = await tx.diallingRules.findFirst({ omit: { businessId: true, currency: true, updatedAt: true } })
  return row ? Rules.parse({ ...row, dailySpend: Number(row.dailySpend) }) : defaultRules(country)
}

export async function readRules({ principal }: Caller): Promise<Rules> {
  authorise(principal, 'rules:manage')
  return withBusiness(principal.businessId, (tx) => loadRules(tx, principal.business.country))
}

/** Replaces the rules of the caller's business; they hold from the next dial on. */
export async function changeRules(caller: Caller, rules: Rules): Promise<Rules> {
  const { businessId } = caller.principal
  authorise(caller.principal, 'rules:manage')
  await withBusiness(businessId, async (tx) => {
    await tx.diallingRules.upsert({ where: { businessId }, create: { businessId, ...rules }, update: rules })
    const details = { rules: JSON.stringify(rules) }
    await writeAudit(tx, caller, { action: 'rules.change', subjectType: 'business', subjectId: businessId, details })
  })
  return rules
}
