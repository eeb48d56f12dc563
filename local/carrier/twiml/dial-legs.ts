import { interrupted, type Leg } from '../leg.ts'
import { Room } from '../room.ts'
import type { Fields } from '../webhooks/sign.ts'
import { bridge } from './bridge.ts'
import { type CalleePlan, prepareCallee } from './callee.ts'
import type { DialRecording } from './dial-recording.ts'
import type { Target } from './dial-targets.ts'
import { letCallerHear, type RingingPlan, waitsUnanswered } from './ringing.ts'
import type { Run } from './verb.ts'

export interface RingPlan extends RingingPlan {
  /** Seconds. */
  timeout: number
  timeLimit: number
  callerId?: string | undefined
  hangupOnStar: boolean
  /** One after the other instead of all at once. */
  sequential: boolean
}

/** Rings targets, bridges the first to answer until one side leaves; gives the fields of the action request. */
export async function dialLegs(run: Run, plan: RingPlan, targets: Target[], recording: DialRecording): Promise<Fields> {
  const from = callerIdOf(run, plan, targets)
  let fields: Fields = { DialCallStatus: 'failed', DialBridged: 'false' }
  if (from === undefined) return fields
  for (const round of plan.sequential ? targets.map((target) => [target]) : [targets]) {
    fields = await ringRound(run, plan, { targets: round, from }, recording)
    if (fields.DialBridged === 'true' || run.signal.aborted) return fields
  }
  return fields
}

interface Round {
  targets: Target[]
  from: string
}

async function ringRound(run: Run, plan: RingPlan, { targets, from }: Round, recording: DialRecording) {
  const { exchange, leg, signal } = run
  const room = new Room(exchange.parts.clock)
  const { accountSid } = leg.plan
  const children = targets.map(({ to, callback }) =>
    exchange.newLeg({ accountSid, direction: 'outbound-dial', from, to, parentSid: leg.sid }, callback),
  )
  const answered = firstAnswer(children, signal)
  const ringing = letCallerHear(run, plan, children, room)
  recording.ringing()
  for (const [index, child] of children.entries()) {
    child.ringFor(plan.timeout * 1000)
    exchange.dial(child, targets[index]!.params)
  }
  if (!waitsUnanswered(run, plan)) leg.answer()
  const winner = await answered
  const target = winner && targets[children.indexOf(winner)]!
  if (winner) ringing.goOn()
  const isReady = winner && (await prepareCallee(run, winner, target as CalleePlan))
  ringing.stop()
  if (winner && isReady) {
    recording.answered()
    return talk(run, plan, winner, room)
  }
  return unanswered(leg, children, winner)
}

/** Nobody was bridged: the caller's call, if it still rings, will end as the callee's did. */
function unanswered(leg: Leg, children: Leg[], winner: Leg | undefined): Fields {
  const last = winner ?? endAll(children)
  if (!leg.isAnswered)
    leg.endsUnanswered = last.status === 'busy' || last.status === 'failed' ? last.status : 'no-answer'
  return outcome(last, false)
}

/** The number shown to the callee. A phone is only shown one the account owns or one this call came from or to: else 13214. */
function callerIdOf(run: Run, { callerId }: RingPlan, targets: Target[]): string | undefined {
  const { exchange, leg } = run
  const { accountSid, from, to } = leg.plan
  const shown = callerId ?? from
  const mayShow = exchange.mayShow(accountSid, shown) || (/^\+/.test(shown) && [from, to].includes(shown))
  if (mayShow || targets.every((target) => target.to.startsWith('client:'))) return shown
  const message = `callerId ${shown} is neither owned nor of this call`
  exchange.journal.write('twiml-error', { callSid: leg.sid, code: 13214, message })
  return undefined
}

/** The first child to answer; the others are ended in the same moment. Undefined when all ended or the caller is gone. */
function firstAnswer(children: Leg[], signal: AbortSignal): Promise<Leg | undefined> {
  return new Promise((resolve) => {
    void interrupted(signal).then(() => resolve(undefined))
    for (const child of children) {
      child.once('answered', () => {
        for (const other of children) if (other !== child) other.end('canceled')
        resolve(child)
      })
      child.once('ended', () => {
        if (children.every(({ isEnded }) => isEnded)) resolve(undefined)
      })
    }
  })
}

/** Bridges until one leaves. A child moved elsewhere by REST lives on: only this Dial is over. */
async function talk(run: Run, plan: RingPlan, child: Leg, room: Room): Promise<Fields> {
  run.leg.answer()
  const end = await bridge(run, child, room, plan)
  if (end !== 'moved away') child.end()
  return outcome(child, true, end === 'moved away')
}

/** Ends those that still ring; gives the one whose fate the Dial reports: the last to end. [unverified for several] */
function endAll(children: Leg[]): Leg {
  for (const child of children) child.end('canceled')
  return children.reduce((last, child) => ((child.endedAt ?? 0) >= (last.endedAt ?? 0) ? child : last))
}

function outcome(child: Leg, bridged: boolean, movedAway = false): Fields {
  return {
    DialCallStatus: bridged ? 'completed' : child.status,
    DialCallSid: child.sid,
    ...(!movedAway && { DialCallDuration: String(child.durationS) }),
    DialBridged: String(bridged),
  }
}
