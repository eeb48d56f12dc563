import { writeAudit } from '#lib/audit/write-audit.ts'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { loadCarrier } from '#lib/carrier/load-carrier.ts'
import { CarrierError } from '#lib/carrier/port.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { newId } from '#lib/ids.ts'

const E164 = /^\+[1-9]\d{6,14}$/

/** The numbers that are not ours and may be shown as the caller, by label. */
export async function listCallerIds({ principal }: Caller) {
  authorise(principal, 'rules:manage')
  return withBusiness(principal.businessId, readAll)
}

/** Takes over from the carrier which numbers were proved to it: those it no longer lists may not be shown any more. */
export async function refreshCallerIds(caller: Caller) {
  const { businessId } = caller.principal
  authorise(caller.principal, 'rules:manage')
  const listed = await listAtCarrier(businessId)
  const proved = listed.filter(({ number }) => E164.test(number))
  return withBusiness(businessId, async (tx) => {
    const numbers = proved.map(({ number }) => number)
    const { count: removed } = await tx.verifiedCallerId.deleteMany({
      where: { businessId, number: { notIn: numbers } },
    })
    const data = proved.map((callerId) => ({ businessId, id: newId(), ...callerId }))
    const { count: added } = await tx.verifiedCallerId.createMany({ data, skipDuplicates: true })
    const subject = { subjectType: 'business', subjectId: businessId } as const
    await writeAudit(tx, caller, { action: 'caller-ids.refresh', ...subject, details: { added, removed } })
    return readAll(tx)
  })
}

async function listAtCarrier(businessId: string) {
  const carrier = await loadCarrier(businessId)
  try {
    return await carrier.listVerifiedCallerIds()
  } catch (cause) {
    if (!(cause instanceof CarrierError)) throw cause
    const code = cause.kind === 'refused' ? 'carrier_refused' : 'carrier_unreachable'
    throw new AppError(code, 'The carrier did not list its numbers.', { action: 'Try again in a while.', cause })
  }
}

const readAll = async (tx: Tx) => ({
  callerIds: await tx.verifiedCallerId.findMany({
    select: { id: true, number: true, label: true, verifiedAt: true },
    orderBy: { label: 'asc' },
  }),
})
