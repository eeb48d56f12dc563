import { spentToday } from '#lib/assistants/spent-today.ts'
import type { Tx } from '#lib/db/with-business.ts'

/** How long a page's last sign of life counts. */
const LIVE_MS = 30_000

/** All that routing decides from, so that the decision itself asks nothing. */
export interface RoutingSnapshot {
  line: { number: string; label: string } | null
  /** Who answers the line in place of the agents; amounts are of the business's day. */
  assistant: { id: string; dailySpend: number | null; spent: number } | null
  /** Members whose page is open now, the longest known first. */
  agents: { userId: string; carrierIdentity: string }[]
}

/** What is known of a called number and of who could answer now. */
export async function routingSnapshot(tx: Tx, number: string): Promise<RoutingSnapshot> {
  const found = await tx.phoneNumber.findFirst({
    where: { number },
    select: { number: true, label: true, assistant: { select: { id: true, dailySpend: true, archivedAt: true } } },
  })
  const agents = await tx.membership.findMany({
    where: { disabledAt: null, lastLiveAt: { gt: new Date(Date.now() - LIVE_MS) } },
    select: { userId: true, carrierIdentity: true },
    orderBy: { createdAt: 'asc' },
  })
  const line = found && { number: found.number, label: found.label }
  return { line, assistant: await loadAssistant(tx, found?.assistant ?? null), agents }
}

interface AssistantRow {
  id: string
  dailySpend: { toNumber(): number } | null
  archivedAt: Date | null
}

async function loadAssistant(tx: Tx, row: AssistantRow | null): Promise<RoutingSnapshot['assistant']> {
  if (!row || row.archivedAt) return null
  const dailySpend = row.dailySpend?.toNumber() ?? null
  return { id: row.id, dailySpend, spent: dailySpend === null ? 0 : await spentToday(tx, row.id) }
}
