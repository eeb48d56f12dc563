import { interrupted, type Leg } from '../leg.ts'
import { ringbackParty } from '../ringback.ts'
import { Room } from '../room.ts'
import type { Fields } from '../webhooks/sign.ts'
import type { Target } from './dial-targets.ts'
import type { Run } from './verb.ts'

export interface RingPlan {
  /** Seconds. */
  timeout: number
  timeLimit: number
  callerId?: string | undefined
  answerOnBridge: boolean
}

/** Rings all targets at once, bridges the first to answer until one side leaves; gives the fields of the action request. */
export async function dialLegs(run: Run, plan: RingPlan, targets: Target[]): Promise<Fields> {
  const from = callerIdOf(run, plan, targets)
  if (from === undefined) return { DialCallStatus: 'failed', DialBridged: 'false' }
  const { exchange, leg, signal } = run
  const bridge = new Room(exchange.parts.clock)
  const { accountSid } = leg.plan
  const children = targets.map(({ to, callback }) =>
    exchange.newLeg({ accountSid, direction: 'outbound-dial', from, to, parentSid: leg.sid }, callback),
  )
  const answered = firstAnswer(children, signal)
  const stopRinging = letCallerHear(run, plan, children, bridge)
  for (const [index, child] of children.entries()) {
    child.ringFor(plan.timeout * 1000)
    exchange.dial(child, targets[index]!.params)
  }
  if (!waitsUnanswered(run, plan)) leg.answer()
  const winner = await answered
  stopRinging()
  if (!winner) {
    const last = endAll(children)
    if (!leg.isAnswered)
      leg.endsUnanswered = last.status === 'busy' || last.status === 'failed' ? last.status : 'no-answer'
    return outcome(last, false)
  }
  winner.talkFor(plan.timeLimit * 1000)
  return outcome(winner, true, await talk(run, winner, bridge))
}

/** answerOnBridge counts only when the Dial is the first verb of its document. */
const waitsUnanswered = (run: Run, { answerOnBridge }: RingPlan) => answerOnBridge && run.isFirst

/** The number shown to the callee. A phone is only shown one the account owns or one this call came from or to: else 13214. */
function callerIdOf(run: Run, { callerId }: RingPlan, targets: Target[]): string | undefined {
  const { exchange, leg } = run
  const { accountSid, from, to } = leg.plan
  const shown = callerId ?? from
  const mayShow =
    exchange.ownedNumber(shown)?.accountSid === accountSid || (/^\+/.test(shown) && [from, to].includes(shown))
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

/**
 * What the caller hears until somebody answers: a number's own early media; ringback for browsers, which have none.
 * A browser that is not answered yet is opened for early media.
 */
function letCallerHear(run: Run, plan: RingPlan, children: Leg[], bridge: Room): () => void {
  const { leg } = run
  const members = new Set<{ leave(): void }>()
  const open = () => {
    if (waitsUnanswered(run, plan) && !leg.isAnswered) leg.line.earlyMedia()
    if (members.size === 0) members.add(bridge.join(leg.line))
  }
  for (const child of children) {
    const isClient = child.plan.to.startsWith('client:')
    if (isClient && waitsUnanswered(run, plan)) continue
    child.once('ringing', () => {
      if (leg.isEnded) return
      open()
      if (!isClient) members.add(bridge.join(child.line, { hears: false }))
      else if (members.size === 1) members.add(bridge.join(ringbackParty(leg.plan.to)))
    })
  }
  return () => {
    for (const member of members) member.leave()
  }
}

/** Bridges until one leaves. True when the child was moved elsewhere by REST: it lives on, only this Dial is over. */
async function talk({ leg, signal }: Run, child: Leg, bridge: Room): Promise<boolean> {
  leg.answer()
  const members = [bridge.join(leg.line), bridge.join(child.line)]
  const toChild = (digit: string) => child.line.receiveDigit?.(digit)
  const toCaller = (digit: string) => leg.line.receiveDigit?.(digit)
  leg.on('digit', toChild)
  child.on('digit', toCaller)
  const left = new Promise<'ended' | 'moved away'>((resolve) => {
    if (child.isEnded) resolve('ended')
    child.once('ended', () => resolve('ended'))
    child.once('moved', () => {
      members[1]!.leave()
      resolve('moved away')
    })
  })
  const why = await Promise.race([left, interrupted(signal)])
  for (const member of members) member.leave()
  leg.off('digit', toChild)
  child.off('digit', toCaller)
  if (why !== 'moved away') child.end()
  return why === 'moved away'
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
