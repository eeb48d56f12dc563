import type { CallDetail } from './history.ts'

const ID = '01930000-0000-7000-8000-000000000001'

/** A call as the API answers it, with what a test says of it. */
export const testCall = (of: Partial<CallDetail> = {}): CallDetail => ({
  ...{ id: ID, business_id: ID, customer_id: null, caller_phone: '+442079460958', caller_name: null },
  ...{ phone_number: '+442079460111', line_label: null, twilio_call_sid: null, twilio_account_sid: null },
  ...{ user_id: null, agent_name: null, direction: 'inbound', status: 'completed', outcome: null, ended_by: null },
  ...{ started_at: '2026-11-20T10:00:00.000Z', answered_at: null, ended_at: null, duration: null },
  ...{ recording_url: null, has_transcript: false, tags: [], disposition: null, reviewed_at: null, reviewed_by: null },
  ...{ created_at: '2026-11-20T10:00:00.000Z', updated_at: '2026-11-20T10:00:00.000Z', quality: null },
  metadata: { tags: [], notes: null, campaign: null, source: null, custom: {}, transcription_status: null },
  ...{ legal_hold: false, transcript: null, failure_code: null, legs: [], recordings: [] },
  ...{ newer_id: null, older_id: null, ...of },
})
