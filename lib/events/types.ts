/** What can happen, as browsers and apps are told it: names and ids only, the reader fetches what it may see. */
export type DomainEvent =
  | { type: 'call.changed'; callId: string }
  | { type: 'recording.ready'; callId: string; recordingId: string }
  /** How far it is, or that its file is there. */
  | { type: 'export.changed'; exportId: string }
  /** Its state or what was said in it. */
  | { type: 'conversation.changed'; callId: string; conversationId: string }
  /** The phone rings of whom its assistant is to talk with: for the sidecar that is the first to take it. */
  | { type: 'conversation.ringing'; callId: string; conversationId: string }
  /** Its state, because somebody wants it otherwise: also for the sidecar that carries it. */
  | { type: 'conversation.controlled'; callId: string; conversationId: string }

/** The NOTIFY channel; a notification is `businessId:id:type` of a row in domain_events. */
export const DOMAIN_EVENTS = 'domain_events'
