import type { RoutingSnapshot } from './routing-snapshot.ts'

/** The carrier rings at most ten at once: https://www.twilio.com/docs/voice/twiml/dial */
const MOST_AT_ONCE = 10
/** Seconds a call rings in all. */
export const RING_S = 25

export type Routing =
  | { to: 'agents'; line: { number: string; label: string }; identities: string[]; timeoutS: number }
  | { to: 'sentence'; sentence: 'nobodyThere' | 'notInService' }

/** Where a call to one of our numbers goes. */
export function routeCall({ line, agents }: RoutingSnapshot): Routing {
  if (!line) return { to: 'sentence', sentence: 'notInService' }
  if (agents.length === 0) return { to: 'sentence', sentence: 'nobodyThere' }
  const identities = agents.slice(0, MOST_AT_ONCE).map((agent) => agent.carrierIdentity)
  return { to: 'agents', line, identities, timeoutS: RING_S }
}
