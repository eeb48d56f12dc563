import type { QualitySecond } from '#lib/phone/wire.ts'

/** A row of the history, with the names the history's endpoint gives it. */
export interface HistoryCall {
  id: string
  direction: 'inbound' | 'outbound'
  status: string
  outcome: string | null
  caller_phone: string | null
  caller_name: string | null
  phone_number: string
  line_label: string | null
  agent_name: string | null
  user_id: string | null
  has_transcript: boolean
  tags: string[]
  /** What it came to, in the business's own words. */
  disposition: string | null
  reviewed_at: string | null
  reviewed_by: string | null
  /** Where the search met more than its names and numbers. */
  found?: { in: 'notes' | 'transcript'; text: string } | null
  started_at: string
  answered_at: string | null
  ended_at: string | null
  /** Seconds. */
  duration: number | null
  ended_by: string | null
  /** Where it can be heard, once its recording is here. */
  recording_url: string | null
}

export interface HistoryPage {
  data: {
    calls: HistoryCall[]
    pagination: {
      current_page: number
      total_pages: number
      total_count: number
      /** There are more than total_count. */
      total_is_floor: boolean
      per_page: number
      has_next: boolean
      has_prev: boolean
      next_cursor: string | null
    }
  }
}

/** One call with everything that is known of it. */
export interface CallDetail extends HistoryCall {
  metadata: { tags: string[]; notes: string | null }
  transcript: { segments: SpokenTurn[] } | null
  failure_code: string | null
  legs: CallLeg[]
  recordings: CallRecording[]
  /** The calls beside it in the history. */
  newer_id: string | null
  older_id: string | null
}

/** What one side said without a pause; times in seconds. */
export interface SpokenTurn {
  speaker: string
  start_time: number
  end_time: number
  text: string
}

/** A remark at a time of the sound; about the whole call without one. */
export interface CallComment {
  id: string
  at_ms: number | null
  text: string
  author: { id: string; name: string | null }
  created_at: string
}

export interface CallLeg {
  id: string
  role: 'outside' | 'agent' | 'assistant' | 'consult' | 'supervisor'
  name: string | null
  status: string
  sip_code: number | null
  started_at: string
  ringing_at: string | null
  answered_at: string | null
  ended_at: string | null
  quality: { at: string; samples: QualitySecond[]; warnings: string[] }[]
}

export interface CallRecording {
  id: string
  status: 'starting' | 'in-progress' | 'paused' | 'unknown' | 'processing' | 'stored' | 'absent'
  started_at: string | null
  duration_ms: number | null
  channels: 1 | 2 | null
  /** By channel, bars from 0 to 100: the customer's first, then what they heard. */
  peaks: number[][] | null
  pauses: { from: string; to?: string }[]
}

/** A line of the ledger. */
export interface LedgerEvent {
  id: string
  at: string
  received_at: string
  source: 'rest' | 'webhook' | 'sdk' | 'command'
  type: string
  leg_role: CallLeg['role'] | null
  name: string | null
  call_sid: string | null
  sequence: number
  payload: unknown
}
