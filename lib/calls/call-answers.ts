import { z } from 'zod'
import { QualitySecond } from '#lib/phone/wire.ts'
import { RECORDING_STATUSES } from '#lib/recordings/recording-words.ts'
import { CALL_STATUSES, DIRECTIONS, ENDED_BY, EVENT_SOURCES, LEG_ROLES, OUTCOMES } from './call-words.ts'

const time = z.iso.datetime()
const text = z.string().nullable()
const seconds = z.int().min(0)

/** A call in a list. phone_number is ours and caller_phone the other party's, in both directions. */
const CallInList = z.object({
  id: z.uuid(),
  business_id: z.uuid(),
  customer_id: z.uuid().nullable(),
  caller_phone: text,
  caller_name: text,
  phone_number: z.string(),
  twilio_call_sid: text,
  twilio_account_sid: text,
  line_label: text,
  user_id: z.uuid().nullable(),
  agent_name: text,
  direction: z.enum(DIRECTIONS),
  status: z.enum(CALL_STATUSES),
  outcome: z.enum(OUTCOMES).nullable(),
  ended_by: z.enum(ENDED_BY).nullable(),
  started_at: time,
  answered_at: time.nullable(),
  ended_at: time.nullable(),
  duration: seconds.nullable(),
  /** Where it can be heard, once its recording is here. */
  recording_url: text,
  has_transcript: z.boolean(),
  tags: z.array(z.string()),
  /** What it came to, in the business's own words. */
  disposition: text,
  reviewed_at: time.nullable(),
  reviewed_by: text,
  created_at: time,
  updated_at: time,
  /** Where a search met more than names and numbers. */
  found: z
    .object({ in: z.enum(['notes', 'transcript']), text: z.string() })
    .nullable()
    .optional(),
})
export type CallInList = z.output<typeof CallInList>

/** What one side said without a pause; times in seconds. */
const Segment = z.object({
  speaker: z.string(),
  start_time: z.number().min(0),
  end_time: z.number().min(0),
  text: z.string(),
  confidence: z.number().min(0).max(1).nullable(),
})

export const Transcript = z.object({
  version: z.int().min(1),
  source: z.string(),
  segments: z.array(Segment),
  duration: z.number().min(0).nullable(),
  language: text,
  provider: text,
  transcription_url: text,
  created_at: time,
})

const Call = CallInList.extend({
  quality: z.record(z.string(), z.unknown()).nullable(),
  metadata: z.object({
    tags: z.array(z.string()),
    notes: text,
    campaign: text,
    source: text,
    custom: z.record(z.string(), z.unknown()),
    transcription_status: text,
  }),
  legal_hold: z.boolean(),
  transcript: Transcript.nullable(),
})

const CallLeg = z.object({
  id: z.uuid(),
  role: z.enum(LEG_ROLES),
  name: text,
  status: z.enum(CALL_STATUSES),
  sip_code: z.int().nullable(),
  started_at: time,
  ringing_at: time.nullable(),
  answered_at: time.nullable(),
  ended_at: time.nullable(),
  quality: z.array(z.object({ at: time, samples: z.array(QualitySecond), warnings: z.array(z.string()) })),
})
export type CallLeg = z.output<typeof CallLeg>

const CallRecording = z.object({
  id: z.uuid(),
  status: z.enum(RECORDING_STATUSES),
  started_at: time.nullable(),
  duration_ms: z.int().min(0).nullable(),
  channels: z.union([z.literal(1), z.literal(2)]).nullable(),
  /** By channel, bars from 0 to 100: the customer's first, then what they heard. */
  peaks: z.array(z.array(z.number())).nullable(),
  pauses: z.array(z.object({ from: z.string(), to: z.string().optional() })),
})
export type CallRecording = z.output<typeof CallRecording>

/** One call with everything that is known of it, and the calls beside it in the history. */
const CallDetail = Call.extend({
  failure_code: text,
  legs: z.array(CallLeg),
  recordings: z.array(CallRecording),
  newer_id: z.uuid().nullable(),
  older_id: z.uuid().nullable(),
})
export type CallDetail = z.output<typeof CallDetail>

const Answer = { success: z.literal(true) }

export const CallAnswer = z.object({ ...Answer, data: CallDetail })
export const CallWritten = z.object({ ...Answer, message: z.string(), data: Call })
export const CallDeleted = z.object({ ...Answer, message: z.string(), data: z.object({ id: z.uuid() }) })
export const CallList = z.object({
  ...Answer,
  data: z.object({
    calls: z.array(CallInList),
    pagination: z.object({
      current_page: z.int().min(1),
      total_pages: seconds,
      total_count: seconds,
      /** There are more than total_count. */
      total_is_floor: z.boolean(),
      per_page: z.int().min(1).max(100),
      has_next: z.boolean(),
      has_prev: z.boolean(),
      next_cursor: text,
    }),
  }),
})
export type CallList = z.output<typeof CallList>

/** A line of the ledger. */
const LedgerEvent = z.object({
  id: z.string(),
  at: time,
  received_at: time,
  source: z.enum(EVENT_SOURCES),
  type: z.string(),
  leg_role: z.enum(LEG_ROLES).nullable(),
  name: text,
  call_sid: text,
  sequence: z.int(),
  payload: z.unknown(),
})
export type LedgerEvent = z.output<typeof LedgerEvent>
export const EventList = z.object({ ...Answer, data: z.object({ events: z.array(LedgerEvent) }) })

/** A fact that the row told otherwise than the ledger does; `of` is `call`, or the CallSid of a leg. */
const Difference = z.object({ of: z.string(), field: z.string(), before: text, after: text })
export const Rebuilt = z.object({ events: z.int().min(0), differences: z.array(Difference) })
export type Rebuilt = z.output<typeof Rebuilt>

/** A remark at a time of the sound; about the whole call without one. */
const Comment = z.object({
  id: z.uuid(),
  text: z.string(),
  at_ms: z.int().min(0).nullable(),
  created_at: time,
  author: z.object({ id: z.uuid(), name: text }),
})
export type Comment = z.output<typeof Comment>
export const CommentList = z.object({ comments: z.array(Comment) })
export type CommentList = z.output<typeof CommentList>

export const CommentAdded = z.object({ id: z.uuid() })
export const Deleted = z.object({ deleted: z.literal(true) })

export const Choices = z.object({
  people: z.array(z.object({ id: z.uuid(), name: z.string() })),
  lines: z.array(z.object({ number: z.string(), label: z.string() })),
  tags: z.array(z.string()),
  dispositions: z.array(z.string()),
})
export type Choices = z.output<typeof Choices>

export const Marked = z.object({ marked: z.int().min(1) })
