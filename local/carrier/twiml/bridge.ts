import { interrupted, type Leg } from '../leg.ts'
import type { Room } from '../room.ts'
import type { Run } from './verb.ts'

interface BridgePlan {
  /** Seconds. */
  timeLimit: number
  /** The caller's * ends it. */
  hangupOnStar: boolean
}

/** How a conversation of two ended: the other side hung up, was moved away by REST, or the caller's side is over. */
export type BridgeEnd = 'ended' | 'moved away' | 'caller gone'

/** Lets the run's leg and another talk, keys and all, until one of them leaves. The other leg lives on if it still can. */
export async function bridge(run: Run, other: Leg, room: Room, plan: BridgePlan): Promise<BridgeEnd> {
  const { leg, signal } = run
  const members = [room.join(leg.line), room.join(other.line)]
  let finish: (end: BridgeEnd) => void = () => {}
  const over = new Promise<BridgeEnd>((resolve) => {
    finish = resolve
  })
  const toOther = (digit: string) => {
    if (plan.hangupOnStar && digit === '*') finish('ended')
    else other.line.receiveDigit(digit)
  }
  const toCaller = (digit: string) => leg.line.receiveDigit(digit)
  leg.on('digit', toOther)
  other.on('digit', toCaller)
  if (other.isEnded) finish('ended')
  other.once('ended', () => finish('ended'))
  other.once('moved', () => {
    members[1]!.leave()
    finish('moved away')
  })
  void interrupted(signal).then(() => finish('caller gone'))
  const limit = setTimeout(() => finish('ended'), plan.timeLimit * 1000)
  const end = await over
  clearTimeout(limit)
  for (const member of members) member.leave()
  leg.off('digit', toOther)
  other.off('digit', toCaller)
  return end
}
