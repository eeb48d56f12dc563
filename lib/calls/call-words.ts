export const CALL_STATUSES = [
  'queued',
  'initiated',
  'ringing',
  'in-progress',
  'completed',
  'busy',
  'no-answer',
  'failed',
  'canceled',
] as const

export const OUTCOMES = ['completed', 'missed', 'busy', 'voicemail', 'failed', 'canceled'] as const

export const LEG_ROLES = ['outside', 'agent', 'assistant', 'consult', 'supervisor'] as const

/** Who says so: the carrier's reply to our request, its webhook, the browser's SDK, or our own command. */
export const EVENT_SOURCES = ['rest', 'webhook', 'sdk', 'command'] as const

export const ENDED_BY = ['agent', 'other', 'carrier', 'lost'] as const

export const DIRECTIONS = ['inbound', 'outbound'] as const
