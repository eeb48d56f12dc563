import { writeAudit } from '#lib/audit/write-audit.ts'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { lockCall, refold } from './record-events.ts'

/** A fact that the row told otherwise than the ledger does. */
interface Difference {
  /** `call`, or the CallSid of a leg. */
  of: string
  field: string
  before: string | null
  after: string | null
}

/** Folds a call anew from its ledger and says what that changed: nothing, unless somebody changed the rows by other means. */
export async function rebuildCall(caller: Caller, { id }: { id: string }) {
  const { businessId } = caller.principal
  authorise(caller.principal, 'ledger:read')
  return withBusiness(businessId, async (tx) => {
    if (!(await lockCall(tx, id))) throw new AppError('not_found', 'There is no such call.')
    const events = await tx.callEvent.count({ where: { callId: id } })
    // A record that no carrier told of has no ledger, and what was noted of it is all there is.
    if (events === 0) return { events, differences: [] }
    const before = await factsOf(tx, businessId, id)
    await refold(tx, businessId, id, true)
    const differences = compare(before, await factsOf(tx, businessId, id))
    const details = { events, differences: differences.length }
    await writeAudit(tx, caller, { action: 'call.rebuild', subjectType: 'call', subjectId: id, details })
    return { events, differences }
  })
}

type Facts = Map<string, Record<string, unknown>>

const CALL = {
  ...{ status: true, outcome: true, endedBy: true, failureCode: true, callerPhone: true, userId: true },
  ...{ answeredAt: true, endedAt: true, durationS: true, conferenceSid: true },
} as const
const LEG = {
  ...{ role: true, userId: true, status: true, sipCode: true, ringingAt: true, answeredAt: true },
  ...{ joinedAt: true, leftAt: true, endedAt: true, durationS: true },
} as const

/** What the fold decides of a call and of each of its legs. */
async function factsOf(tx: Tx, businessId: string, id: string): Promise<Facts> {
  const { legs, ...call } = await tx.call.findUniqueOrThrow({
    where: { businessId_id: { businessId, id } },
    select: { ...CALL, legs: { select: { callSid: true, ...LEG } } },
  })
  return new Map<string, Record<string, unknown>>([
    ['call', call],
    ...legs.map(({ callSid, ...leg }) => [callSid, leg] as const),
  ])
}

function compare(before: Facts, after: Facts): Difference[] {
  return [...after].flatMap(([of, facts]) =>
    Object.entries(facts).flatMap(([field, value]) => {
      const [was, is] = [textOf(before.get(of)?.[field]), textOf(value)]
      return was === is ? [] : [{ of, field, before: was, after: is }]
    }),
  )
}

const textOf = (value: unknown): string | null =>
  value === null || value === undefined ? null : value instanceof Date ? value.toISOString() : String(value)
