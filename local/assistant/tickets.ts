import { randomBytes } from 'node:crypto'

const LIFE_MS = 15 * 60_000

/** Signatures of signed URLs: each opens conversations with one agent for 15 minutes. */
export class Tickets {
  readonly #tickets = new Map<string, { agentId: string; until: number }>()

  issue(agentId: string): string {
    const now = Date.now()
    for (const [old, { until }] of this.#tickets) if (until < now) this.#tickets.delete(old)
    const ticket = `cvtkn_${randomBytes(24).toString('hex')}`
    this.#tickets.set(ticket, { agentId, until: now + LIFE_MS })
    return ticket
  }

  /** True where the signature was made for this agent and is not too old. */
  opens(ticket: string | null, agentId: string | null): boolean {
    const known = this.#tickets.get(ticket ?? '')
    return known !== undefined && known.agentId === agentId && known.until >= Date.now()
  }
}
