import { z } from 'zod'
import { CALL_STATUSES } from './call-event.ts'
import { OUTCOMES } from './fold-call.ts'

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
  agent_name: text,
  direction: z.enum(['inbound', 'outbound']),
  status: z.enum(CALL_STATUSES),
  outcome: z.enum(OUTCOMES).nullable(),
  started_at: time,
  answered_at: time.nullable(),
  ended_at: time.nullable(),
  duration: seconds.nullable(),
  recording_url: text,
  has_transcript: z.boolean(),
  tags: z.array(z.string()),
  created_at: time,
  updated_at: time,
})

export const Transcript = z.object({
  version: z.int().min(1),
  segments: z.array(
    z.object({
      speaker: z.string(),
      start_time: z.number().min(0),
      end_time: z.number().min(0),
      text: z.string(),
      confidence: z.number().min(0).max(1).nullable(),
    }),
  ),
  duration: z.number().min(0).nullable(),
  language: text,
  provider: text,
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

const Answer = { success: z.literal(true) }

export const CallAnswer = z.object({ ...Answer, data: Call })
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
      total_is_floor: z.boolean(),
      per_page: z.int().min(1).max(100),
      has_next: z.boolean(),
      has_prev: z.boolean(),
      next_cursor: text,
    }),
  }),
})
