import type { CarrierLeg } from '#lib/carrier/port.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import type { Tx } from '#lib/db/with-business.ts'
import {
  type CallCommand,
  type CommandEvent,
  type EventSource,
  eventHash,
  type LegEvent,
  type LegFacts,
} from './call-event.ts'

/** An event as it comes in; `at` is the carrier's time of it in ms where it gave one. */
export interface NewLegEvent {
  kind: 'leg'
  accountSid: string
  callSid: string
  source: EventSource
  type: string
  sequence?: number
  at?: number
  facts: LegFacts
  /** What came, as it came, for whoever reads the ledger. */
  raw?: Record<string, string>
}

export interface NewCommand {
  kind: 'command'
  command: CallCommand
}

export type NewEvent = NewLegEvent | NewCommand

/** What the carrier's own answer says of a leg; one that it does not know any more is over, however it ended. */
export function snapshotEvent(accountSid: string, callSid: string, leg: CarrierLeg | null): NewLegEvent {
  const { status, durationS } = leg ?? { status: 'completed' as const, durationS: null }
  const facts = { status, ...(durationS !== null && { durationS }) }
  return { kind: 'leg', accountSid, callSid, source: 'rest', type: leg ? 'leg.fetched' : 'leg.forgotten', facts }
}

/** A row of the ledger. */
export type EventRow = Awaited<ReturnType<Tx['callEvent']['findMany']>>[number]

/** Largest payload kept of one event, in characters. */
const PAYLOAD_LIMIT = 16_000

/** The columns of a new event. A command counts once per call; everything else is told apart by what it says. */
export function eventColumns(event: NewEvent, callId: string | null, receivedAt: number) {
  if (event.kind === 'command') {
    const payload = { ...event.command } as Prisma.InputJsonObject
    return { source: 'command', type: event.command.type, payload, dedupeKey: eventHash({ callId, ...event.command }) }
  }
  const { accountSid, callSid, source, type, sequence = 0, at, facts, raw } = event
  return {
    accountSid,
    callSid,
    source,
    type,
    sequence,
    carrierAt: at === undefined ? null : new Date(withinSecond(at, receivedAt)),
    payload: capped(facts, raw),
    dedupeKey: eventHash({ accountSid, callSid, source, type, sequence, at, facts }),
  }
}

/** The carrier's clock has whole seconds: an event that reached us within that second is known better by its arrival. */
const withinSecond = (at: number, receivedAt: number) => (receivedAt >= at && receivedAt - at < 1000 ? receivedAt : at)

function capped(facts: LegFacts, raw: Record<string, string> | undefined): Prisma.InputJsonObject {
  const whole = { facts: { ...facts }, ...(raw && { raw }) }
  return JSON.stringify(whole).length <= PAYLOAD_LIMIT ? whole : { facts: whole.facts }
}

/** The events of legs among rows of the ledger, grouped by leg. */
export function legEventsBySid(rows: EventRow[]): Map<string, LegEvent[]> {
  const bySid = new Map<string, LegEvent[]>()
  for (const row of rows) {
    if (!row.accountSid || !row.callSid) continue
    const event: LegEvent = {
      accountSid: row.accountSid,
      callSid: row.callSid,
      source: row.source as EventSource,
      sequence: row.sequence,
      at: (row.carrierAt ?? row.receivedAt).getTime(),
      hash: row.dedupeKey,
      facts: (row.payload as unknown as { facts: LegFacts }).facts,
    }
    bySid.set(event.callSid, [...(bySid.get(event.callSid) ?? []), event])
  }
  return bySid
}

/** The commands among rows of the ledger. */
export function commandEvents(rows: EventRow[]): CommandEvent[] {
  return rows
    .filter((row) => row.callSid === null)
    .map((row) => ({
      at: row.receivedAt.getTime(),
      hash: row.dedupeKey,
      command: row.payload as unknown as CallCommand,
    }))
}
