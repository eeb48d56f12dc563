import type { RoutingSnapshot } from './routing-snapshot.ts'

/** The carrier rings at most ten at once: https://www.twilio.com/docs/voice/twiml/dial */
const MOST_AT_ONCE = 10
/** Seconds a call rings in all. */
export const RING_S = 25

export type DeskRouting =
  | { to: 'agents'; line: { number: string; label: string }; identities: string[]; timeoutS: number }
  | { to: 'sentence'; sentence: 'nobodyThere' | 'notInService' }
export type Routing = DeskRouting | { to: 'assistant'; assistantId: string }

/** Where a call to one of our numbers goes: to its assistant, else to the desk. */
export function routeCall(snapshot: RoutingSnapshot): Routing {
  const { line, assistant } = snapshot
  const answers = line && assistant && assistant.spent < (assistant.dailySpend ?? Number.POSITIVE_INFINITY)
  return answers ? { to: 'assistant', assistantId: assistant.id } : routeToDesk(snapshot)
}

/** Where it goes when people are wanted. */
export function routeToDesk({ line, agents }: RoutingSnapshot): DeskRouting {
  if (!line) return { to: 'sentence', sentence: 'notInService' }
  if (agents.length === 0) return { to: 'sentence', sentence: 'nobodyThere' }
  const identities = agents.slice(0, MOST_AT_ONCE).map((agent) => agent.carrierIdentity)
  return { to: 'agents', line, identities, timeoutS: RING_S }
}
