import { z } from 'zod'
import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { QualitySecond } from '#lib/phone/wire.ts'

const MINUTE_MS = 60_000
const LONGEST_MINUTES = 24 * 60

export const QualityReport = z.object({
  call_sid: z.string().regex(/^CA[0-9a-f]{32}$/),
  /** Counted from the leg's answer. */
  minute: z.number().int().min(0).max(LONGEST_MINUTES),
  samples: z.array(QualitySecond).min(1).max(60),
  warnings: z.array(z.string().regex(/^[a-z-]{1,40}$/)).max(20),
})
type QualityReport = z.infer<typeof QualityReport>

/** Keeps what a browser measured of its own leg in one minute. Sent again, it takes the place of what was sent before. */
export async function reportQuality(
  { principal }: Caller,
  { call_sid: callSid, minute: index, samples, warnings }: QualityReport,
): Promise<Record<string, never>> {
  authorise(principal, 'calls:take')
  const { businessId, userId } = asUser(principal)
  await withBusiness(businessId, async (tx) => {
    const leg = await tx.callLeg.findFirst({
      where: { callSid, userId },
      select: { id: true, callId: true, startedAt: true, answeredAt: true, call: { select: { endedAt: true } } },
    })
    if (!leg) throw new AppError('not_found', 'You have no such leg.')
    const minute = new Date((leg.answeredAt ?? leg.startedAt).getTime() + index * MINUTE_MS)
    if (minute.getTime() > Date.now() + MINUTE_MS) throw new AppError('bad_request', 'This minute is still to come.')
    const key = { businessId, legId: leg.id, minute }
    await tx.qualitySample.upsert({
      where: { businessId_legId_minute: key },
      create: { ...key, samples, warnings },
      update: { samples, warnings },
    })
    // While the call lasts, nobody need read it anew every minute.
    if (leg.call.endedAt) await publish(tx, businessId, { type: 'call.changed', callId: leg.callId })
  })
  return {}
}
