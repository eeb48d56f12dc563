import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { RUNNING } from '#lib/recordings/recording.ts'

/** How long a call that is over stays on its agent's phone page. */
const AFTERGLOW_MS = 2 * 60_000
const MOST = 20

/** The calls this agent is in, rings for or was in until just now, newest first: the phone page's only truth. */
export async function listMyCalls({ principal }: Caller) {
  authorise(principal, 'calls:take')
  const { businessId, userId } = asUser(principal)
  const { calls, lines } = await withBusiness(businessId, async (tx) => ({
    calls: await tx.call.findMany({
      where: {
        AND: [
          { OR: [{ userId }, { legs: { some: { userId } } }] },
          { OR: [{ endedAt: null }, { endedAt: { gt: new Date(Date.now() - AFTERGLOW_MS) } }] },
        ],
      },
      include: {
        legs: { where: { userId }, orderBy: { startedAt: 'desc' }, take: 1 },
        recordings: { where: { status: { in: RUNNING } }, take: 1 },
      },
      orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
      take: MOST,
    }),
    lines: await tx.phoneNumber.findMany({ select: { number: true, label: true } }),
  }))
  return {
    calls: calls.map((call) => ({
      id: call.id,
      direction: call.direction,
      status: call.status,
      outcome: call.outcome,
      endedBy: call.endedBy,
      failureCode: call.failureCode,
      otherParty: call.callerPhone,
      otherPartyName: call.callerName,
      line: lines.find((line) => line.number === call.phoneNumber) ?? { number: call.phoneNumber, label: null },
      agentUserId: call.userId,
      startedAt: call.startedAt,
      answeredAt: call.answeredAt,
      endedAt: call.endedAt,
      recording: call.recordings[0] ? { status: call.recordings[0].status, wanted: call.recordings[0].wanted } : null,
      mine: call.legs[0] ? { status: call.legs[0].status, callSid: call.legs[0].callSid } : null,
    })),
  }
}
