import { newSid } from '#lib/ids.ts'

const WORDS = { transcript: { segments: [{ speaker: 'agent', start_time: 0, end_time: 1, text: 'Good morning' }] } }
const CALL = {
  phone_number: '+442079460111',
  direction: 'inbound',
  status: 'ringing',
  started_at: '2026-11-20T09:00:00Z',
}
const RULES = {
  ...{ countries: ['GB'], numberTypes: ['fixed'], perActorMinute: 9, perActorHour: 9, perActorDay: 9 },
  ...{ perBusinessMinute: 9, perBusinessDay: 9, sameNumber: 9, concurrent: 9, dailySpend: 9, twimlUrls: [] },
}

/** A body that a route's schema takes, for those that need one; ids in it are put in where the test says. */
const BODIES: Record<string, (ids: Record<string, string>) => object> = {
  'POST /api/calls': () => CALL,
  'PUT /api/calls/[id]': () => ({ metadata: { notes: 'x' } }),
  'PUT /api/calls/[id]/transcript': () => WORDS,
  'POST /api/assistants': () => ({ name: 'x' }),
  'PUT /api/assistants/[id]': () => ({ name: 'x' }),
  'POST /api/assistants/[id]/calls': () => ({ to: 'nobody' }),
  'POST /api/calls/[id]/comments': () => ({ text: 'x' }),
  'PUT /api/recordings/retention': () => ({ retention_days: 30 }),
  'POST /api/calls/attempts': () => ({ to: 'nobody' }),
  'POST /api/calls/marks': ({ id }) => ({ ids: [id], add_tags: ['x'] }),
  'PUT /api/dialling-rules': () => RULES,
  'POST /api/keys': () => ({ name: 'x', scopes: ['calls:read'] }),
  'POST /api/phone/quality': () => ({ call_sid: newSid('CA'), minute: 0, samples: [[0, 4, 1, 0, 9]], warnings: [] }),
  'POST /api/saved-views': () => ({ name: 'x', query: '' }),
  'POST /api/users/me/password': () => ({ currentPassword: 'x', newPassword: 'long enough' }),
  'POST /api/voice/calls': () => ({ to: 'nobody', from: 'nobody' }),
  'POST /api/voice/token': () => ({ identity: 'nobody' }),
}

const QUERIES: Record<string, string> = {
  'GET /api/stats': '?start_date=2026-11-01&end_date=2026-11-20',
  'GET /api/stats/answering': '?start_date=2026-11-01&end_date=2026-11-20',
}

/** What a route's address must have beside its path. */
export const queryOf = (name: string): string | undefined => QUERIES[name]

/** The sample of a route, as JSON. */
export const sampleOf = (name: string, ids: Record<string, string>): string | undefined => {
  const make = BODIES[name]
  return make && JSON.stringify(make(ids))
}
