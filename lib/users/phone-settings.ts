import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import { carrierEndpoints } from '#lib/carrier/endpoints.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'

/** What a page needs to be a phone: where the carrier's signalling is, its lines, its live socket. */
export async function phoneSettings({ principal }: Caller) {
  authorise(principal, 'calls:take')
  const { signallingUrl } = carrierEndpoints()
  const lines = await withBusiness(principal.businessId, (tx) =>
    tx.phoneNumber.findMany({ select: { number: true, label: true }, orderBy: { createdAt: 'asc' } }),
  )
  return {
    identity: asUser(principal).carrierIdentity,
    lines,
    country: principal.business.country,
    timeZone: principal.business.timeZone,
    signallingUrl: signallingUrl ?? null,
    edge: null,
    publishEvents: signallingUrl === undefined,
    liveUrl: `${env().PUBLIC_WS_URL}/live`,
    demo: env().DEMO,
  }
}
