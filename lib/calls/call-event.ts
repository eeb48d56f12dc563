import { createHash } from 'node:crypto'
import { z } from 'zod'
import { CALL_STATUSES, type EVENT_SOURCES, type LEG_ROLES } from './call-words.ts'

export const CallStatus = z.enum(CALL_STATUSES)
export type CallStatus = z.infer<typeof CallStatus>

/** The statuses a leg never leaves again. */
export const FINAL_STATUSES: ReadonlySet<CallStatus> = new Set(['completed', 'busy', 'no-answer', 'failed', 'canceled'])

export type LegRole = (typeof LEG_ROLES)[number]

export type EventSource = (typeof EVENT_SOURCES)[number]

/** What an event says of its leg; each field may be absent, none is ever taken back. */
export interface LegFacts {
  status?: CallStatus
  role?: LegRole
  userId?: string
  from?: string
  to?: string
  parentCallSid?: string
  sipCode?: number
  /** Talk time in seconds as the carrier counts it. */
  durationS?: number
  conferenceSid?: string
  joined?: true
  left?: string
}

/** One event of a leg. `at` is the carrier's time of it where known, else our time of arrival, in ms since the epoch. */
export interface LegEvent {
  accountSid: string
  callSid: string
  source: EventSource
  sequence: number
  at: number
  hash: string
  facts: LegFacts
}

/** not-confirmed: a pause or its end was asked for and no reply came. */
export type RecordingDeed = 'started' | 'paused' | 'resumed' | 'not-confirmed'

/**
 * Who has the other party: an assistant answered, wants an agent for them (assistant-transfers), a person took over by this leg,
 * or gave them back to the assistant, or was lost. `at` tells repetitions apart and which came last.
 */
export type AssistantCommand =
  | { type: 'assistant-answered'; conversationId: string }
  | { type: 'assistant-transfers'; conversationId: string; at: string }
  | { type: 'take-over'; userId: string; callSid: string; at: string }
  | { type: 'hand-back'; userId: string; at: string; because?: 'agent-lost' }

/** What people and our own rules did to a call; never about a single leg's state. */
export type CallCommand =
  | { type: 'hang-up'; userId?: string; keyId?: string }
  | { type: 'decline'; userId: string }
  | { type: 'agent-lost'; callSid: string }
  | { type: 'not-dialled'; reason: string }
  | AssistantCommand
  | { type: `recording-${RecordingDeed}`; recordingSid: string; at: string; userId?: string }

export interface CommandEvent {
  at: number
  hash: string
  command: CallCommand
}

/** A hash of everything an event says, so that two deliveries of the same thing are one. */
export function eventHash(parts: unknown): string {
  return createHash('sha256').update(canonical(parts)).digest('hex')
}

/** JSON with sorted keys: what PostgreSQL gives back for a jsonb hashes as it did before. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`
  }
  return JSON.stringify(value ?? null)
}
