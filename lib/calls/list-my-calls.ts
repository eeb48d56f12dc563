import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { RUNNING } from '#lib/recordings/recording.ts'

/** How long a call that is over stays on its agent's phone page. */
const AFTERGLOW_MS = 2 * 60_000
const MOST = 20

/** The calls this agent is in, rings for or was in until just now, newest first: the phone page's only truth. */
export async function listMyCalls({ principal }: Caller) {
  authorise(principal, 'calls:take')
  const { businessId, userId } = asUser(principal)
  const { calls, lines, members } = await withBusiness(businessId, async (tx) => ({
    calls: await tx.call.findMany({
      where: { id: { in: await idsOfMine(tx, userId) } },
      include: {
        legs: { where: { role: 'agent' }, orderBy: { startedAt: 'desc' } },
        recordings: { where: { status: { in: RUNNING } }, take: 1 },
      },
      orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    }),
    lines: await tx.phoneNumber.findMany({ select: { number: true, label: true } }),
    members: await tx.membership.findMany({ select: { userId: true, user: { select: { name: true } } } }),
  }))
  const names = new Map(members.map((member) => [member.userId, member.user.name]))
  const nameOf = (id: string | null) => (id && names.get(id)) || null
  return {
    calls: calls.map(({ legs, ...call }) => ({
      id: call.id,
      direction: call.direction,
      status: call.status,
      outcome: call.outcome,
      endedBy: call.endedBy,
      failureCode: call.failureCode,
      otherParty: call.callerPhone ?? '',
      otherPartyName: call.callerName,
      line: lines.find((line) => line.number === call.phoneNumber) ?? { number: call.phoneNumber, label: '' },
      startedAt: call.startedAt,
      answeredAt: call.answeredAt,
      endedAt: call.endedAt,
      recording: call.recordings[0] ? { status: call.recordings[0].status, wanted: call.recordings[0].wanted } : null,
      mine: mine(legs, userId),
      agentName: nameOf(call.userId),
      alsoRinging: others(legs, userId).flatMap((id) => nameOf(id) ?? []),
    })),
  }
}

/** Of what is going on in the business or was until just now, which an index knows: whose it is would be asked of every call. */
async function idsOfMine(tx: Tx, userId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with recent as materialized (
      select id, user_id, started_at from calls where ended_at is null or ended_at > ${new Date(Date.now() - AFTERGLOW_MS)})
    select id from recent r
    where user_id = ${userId}::uuid or exists (select from call_legs l where l.call_id = r.id and l.user_id = ${userId}::uuid)
    order by started_at desc, id desc limit ${MOST}`
  return rows.map(({ id }) => id)
}

interface AgentLeg {
  userId: string | null
  status: string
  callSid: string
}

function mine(legs: AgentLeg[], userId: string): { status: string; callSid: string } | null {
  const leg = legs.find((each) => each.userId === userId)
  return leg ? { status: leg.status, callSid: leg.callSid } : null
}

/** Colleagues whose pages ring for the same call. */
const others = (legs: AgentLeg[], userId: string): string[] => [
  ...new Set(
    legs.flatMap((leg) => (leg.status === 'ringing' && leg.userId && leg.userId !== userId ? leg.userId : [])),
  ),
]
