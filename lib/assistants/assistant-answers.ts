import { z } from 'zod'
import { DIRECTIONS } from '#lib/calls/call-words.ts'

const time = z.iso.datetime()
const Line = z.object({ number: z.string(), label: z.string() })

/** An assistant with what it is told, the numbers it answers and what it is doing now; money in its currency. */
const Assistant = z.object({
  id: z.uuid(),
  name: z.string(),
  prompt: z.string(),
  firstMessage: z.string(),
  voice: z.string().nullable(),
  language: z.string(),
  tools: z.array(z.string()),
  disclosure: z.string(),
  maxDurationS: z.int(),
  dailySpend: z.number().nullable(),
  currency: z.string(),
  createdAt: time,
  updatedAt: time,
  lines: z.array(Line),
  /** Conversations that are on. */
  live: z.int().min(0),
  /** Today, by our estimate. */
  spent: z.number().min(0),
})
export type Assistant = z.output<typeof Assistant>

export const AssistantList = z.object({
  assistants: z.array(Assistant),
  lines: z.array(Line.extend({ assistantId: z.uuid().nullable() })),
})
export type AssistantList = z.output<typeof AssistantList>

export const OneAssistant = z.object({ id: z.uuid() })
export const AssistantCalls = z.object({ callId: z.uuid() })
export const Ticket = z.object({ ticket: z.string() })

const ConversationSummary = z.object({
  id: z.uuid(),
  callId: z.uuid(),
  state: z.enum(['waiting', 'live', 'human', 'ended']),
  endedReason: z.string().nullable(),
  createdAt: time,
  startedAt: time.nullable(),
  endedAt: time.nullable(),
  party: z.object({ number: z.string().nullable(), name: z.string().nullable() }),
  line: z.string(),
  direction: z.enum(DIRECTIONS),
  callEndedAt: time.nullable(),
})
export type ConversationSummary = z.output<typeof ConversationSummary>

export const ConversationList = z.object({
  assistant: z.object({ id: z.uuid(), name: z.string() }),
  conversations: z.array(ConversationSummary),
})
export type ConversationList = z.output<typeof ConversationList>

/** One thing said; times in ms from the conversation's start. */
const Turn = z.object({
  position: z.int().min(0),
  speaker: z.enum(['caller', 'assistant', 'agent', 'tool']),
  text: z.string(),
  heardText: z.string().nullable(),
  startMs: z.int(),
  endMs: z.int().nullable(),
  latencyMs: z.int().nullable(),
})
export type Turn = z.output<typeof Turn>

export const Conversation = ConversationSummary.extend({
  assistantName: z.string().nullable(),
  lineLabel: z.string().nullable(),
  isRecording: z.boolean(),
  note: z.string().nullable(),
  turns: z.array(Turn),
})
export type Conversation = z.output<typeof Conversation>
