import type { Tx } from '#lib/db/with-business.ts'
import { enqueue } from '#lib/jobs/enqueue.ts'
import type { AssistantCommand, CallCommand } from './call-event.ts'
import { isOver, type Leg } from './fold-leg.ts'
import { type CallState, recordEvents } from './record-events.ts'

/** What becomes of a leg once somebody left: it ends, or its party hears that the agent was lost and then it ends. */
export interface Parting {
  callSid: string
  how: 'end' | 'tell-lost'
}

interface Decision {
  partings: Parting[]
  /** An agent's leg that ended without a command. */
  lostCallSid: string | null
  /** The leg of whoever goes on with the assistant that the lost agent had taken them from. */
  resumes?: string
}

/** Decides, on every leave and every ended leg, what becomes of whoever is left; nobody is left in silence. */
export async function afterLeave(tx: Tx, state: CallState): Promise<void> {
  const { partings, lostCallSid, resumes } = decideAfterLeave(state)
  if (lostCallSid) {
    await recordEvents(tx, state.businessId, state.id, [
      { kind: 'command', command: { type: 'agent-lost', callSid: lostCallSid } },
    ])
  }
  for (const parting of partings) {
    await enqueue(tx, state.businessId, 'end-leg', { ...parting }, `end-leg:${parting.callSid}`)
  }
  if (lostCallSid && resumes) {
    const lost = { callId: state.id, callSid: resumes, lostCallSid }
    await enqueue(tx, state.businessId, 'resume-assistant', lost, `resume-assistant:${lostCallSid}`)
  }
}

/** The decision alone. */
export function decideAfterLeave({
  direction,
  legs,
  commands,
}: Pick<CallState, 'direction' | 'legs' | 'commands'>): Decision {
  const given = new Set(commands.map((command) => command.type))
  if (given.has('hang-up') || given.has('not-dialled')) return ending(legs)
  const last = lastHandover(commands)
  if (last?.type === 'take-over') return afterTakeOver(legs, commands, last.callSid)
  if (last?.type === 'hand-back') return afterHandBack(legs)
  const declined = new Set(commands.flatMap((command) => (command.type === 'decline' ? [command.userId] : [])))
  const refused = legs.filter((leg) => leg.answeredAt === null && leg.userId !== null && declined.has(leg.userId))
  // A Dial's agents are looked after by its action; those of a conference have legs that nobody's leg dialled.
  const rungByDial = legs.some((leg) => leg.role === 'agent' && leg.parentCallSid !== null)
  return direction === 'inbound' || rungByDial ? ending(refused) : afterOutbound(legs, given.has('agent-lost'))
}

/** In a conference nobody ends by himself: the agent's leg outlives the callee's and the other way round. */
function afterOutbound(legs: Leg[], lostBefore: boolean): Decision {
  const outside = legs.filter((leg) => leg.role === 'outside')
  const agents = legs.filter((leg) => leg.role === 'agent')
  if (outside.length > 0 && outside.every(isOver)) return ending(agents)
  const gone = agents.length > 0 && agents.every((leg) => isOver(leg) || leg.leftAt !== null)
  if (!gone || lostBefore) return ending([])
  const partings = outside.filter((leg) => !isOver(leg)).map(partingOf)
  return { partings, lostCallSid: agents[0]!.callSid }
}

/** A person has the other party, in the call's conference: when that person is lost, the assistant goes on. */
function afterTakeOver(legs: Leg[], commands: CallCommand[], callSid: string): Decision {
  const lostBefore = commands.some((command) => command.type === 'agent-lost' && command.callSid === callSid)
  const decision = afterOutbound(
    legs.filter((leg) => leg.role === 'outside' || leg.callSid === callSid),
    lostBefore,
  )
  const [left] = decision.lostCallSid ? decision.partings : []
  return left ? { ...decision, partings: [], resumes: left.callSid } : decision
}

/** The assistant has the other party again: no agent stays behind, and none is missed. */
const afterHandBack = (legs: Leg[]) => ending(legs.filter((leg) => leg.role === 'agent'))

/** Who has the other party now, in a call with an assistant. */
export function lastHandover(commands: CallCommand[]) {
  const handovers = commands.filter((command) => 'at' in command && HANDOVERS.has(command.type)) as Handover[]
  return handovers.toSorted((a, b) => (a.at < b.at ? -1 : 1)).at(-1)
}
type Handover = Exclude<AssistantCommand, { type: 'assistant-answered' }>
const HANDOVERS = new Set<CallCommand['type']>(['assistant-transfers', 'take-over', 'hand-back'])

/** Somebody who was talking is told; a phone that only rings just stops. */
const partingOf = (leg: Leg): Parting => ({
  callSid: leg.callSid,
  how: leg.answeredAt === null ? 'end' : 'tell-lost',
})

const ending = (legs: Leg[]): Decision => ({
  partings: legs.filter((leg) => !isOver(leg)).map((leg): Parting => ({ callSid: leg.callSid, how: 'end' })),
  lostCallSid: null,
})
