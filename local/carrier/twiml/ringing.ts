import type { Leg } from '../leg.ts'
import { ringbackParty } from '../ringback.ts'
import type { Room } from '../room.ts'
import type { Run } from './verb.ts'

export interface RingingPlan {
  answerOnBridge: boolean
  /** The country whose tone the caller hears, whatever the callee's side sounds like. */
  ringTone?: string | undefined
}

/** answerOnBridge counts only when the Dial is the first verb of its document. */
export const waitsUnanswered = (run: Run, { answerOnBridge }: RingingPlan): boolean => answerOnBridge && run.isFirst

interface Ringing {
  /** Somebody answered but cannot be talked to yet: the caller hears ringing and nothing of the callee. */
  goOn(): void
  stop(): void
}

/**
 * What the caller hears until somebody answers: a number's own early media; ringback for browsers, which have none, or
 * where a tone is asked for. A browser that is not answered yet is opened for early media.
 */
export function letCallerHear(run: Run, plan: RingingPlan, children: Leg[], room: Room): Ringing {
  const { leg } = run
  const members = new Set<{ leave(): void }>()
  const open = () => {
    if (waitsUnanswered(run, plan) && !leg.isAnswered) leg.line.earlyMedia()
    if (members.size === 0) members.add(room.join(leg.line))
  }
  for (const child of children) {
    const hasOwnSound = !child.plan.to.startsWith('client:') && plan.ringTone === undefined
    if (!hasOwnSound && plan.ringTone === undefined && waitsUnanswered(run, plan)) continue
    child.once('ringing', () => {
      if (leg.isEnded) return
      open()
      if (hasOwnSound) members.add(room.join(child.line, { hears: false }))
      else if (members.size === 1) members.add(room.join(ringbackParty(leg.plan.to, plan.ringTone)))
    })
  }
  const stop = () => {
    for (const member of members) member.leave()
  }
  const goOn = () => {
    stop()
    if (members.size > 0) members.add(room.join(leg.line)).add(room.join(ringbackParty(leg.plan.to, plan.ringTone)))
  }
  return { goOn, stop }
}
