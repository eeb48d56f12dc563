/** What can happen, as browsers and apps are told it: names and ids only, the reader fetches what it may see. */
export type DomainEvent =
  | { type: 'call.changed'; callId: string }
  | { type: 'recording.ready'; callId: string; recordingId: string }

/** The NOTIFY channel; a notification is `businessId:id` of a row in domain_events. */
export const DOMAIN_EVENTS = 'domain_events'
