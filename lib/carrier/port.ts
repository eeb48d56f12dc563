import type { CallStatus } from '#lib/calls/call-event.ts'

/** A business's account with the carrier, its secrets opened. Never logged, never answered. */
export interface CarrierAccount {
  accountSid: string
  authToken: string
  apiKeySid: string
  apiKeySecret: string
  applicationSid: string
}

export interface CalleeRequest {
  /** The conference's name; it is made when it does not exist yet. */
  conference: string
  to: string
  from: string
  /** Finds this participant again when the reply to its creation was lost. */
  label: string
  /** Seconds the callee's phone rings. */
  timeoutS: number
  statusCallback: string
  conferenceStatusCallback: string
}

export interface CallRequest {
  to: string
  from: string
  /** Where the carrier asks what the callee hears. */
  url: string
  /** Seconds the callee's phone rings. */
  timeoutS: number
  statusCallback: string
  recording?: { channels: 'mono' | 'dual'; statusCallback: string }
}

/** A leg as the carrier's own answer shows it. */
export interface CarrierLeg {
  callSid: string
  status: CallStatus
  /** Talk time in seconds, once the leg is over. */
  durationS: number | null
}

export type RecordingState = 'in-progress' | 'paused'

/** A recording as the carrier lists it. Of one that still runs it says `processing`. */
export interface CarrierRecording {
  recordingSid: string
  /** Absent where a conference was recorded. */
  callSid: string | null
  status: string
  startedAt: Date
}

/** A recording's file on its way. */
export interface RecordingMedia {
  body: AsyncIterable<Uint8Array>
  /** What the carrier says it is long, where it does. */
  lengthBytes: number | null
}

/** What Offhook asks of a carrier. Every method throws a CarrierError when the carrier says no or cannot be reached. */
export interface Carrier {
  readonly accountSid: string
  addCallee(request: CalleeRequest): Promise<{ callSid: string; conferenceSid: string }>
  startCall(request: CallRequest): Promise<{ callSid: string }>
  /** The SIDs of calls we started between two numbers since a time, the newest first. */
  findCalls(between: { to: string; from: string; since: Date }): Promise<string[]>
  /** A participant of a live conference by its label; null when there is none. */
  findParticipant(conference: string, label: string): Promise<{ callSid: string } | null>
  /** Ends a leg in any state; one that is over already is no error. Returns what the leg is now, null when it is unknown. */
  endLeg(callSid: string): Promise<CarrierLeg | null>
  /** The numbers that their owners proved to the carrier, to be shown as the caller. */
  listVerifiedCallerIds(): Promise<{ number: string; label: string; verifiedAt: Date }[]>
  /** A leg as it is now; null when the carrier does not know it (any more). */
  fetchLeg(callSid: string): Promise<CarrierLeg | null>
  /** Replaces what a leg is doing; false when the leg is over. */
  redirectLeg(callSid: string, twiml: string): Promise<boolean>
  /** Records an answered leg in two channels: what it says and what it hears. Null when the leg is not in progress (any more). */
  startRecording(callSid: string, statusCallback: string): Promise<CarrierRecording | null>
  /** Pauses a recording, keeping the time as silence, or resumes it; only the reply confirms it. Null when it is over. */
  updateRecording(callSid: string, recordingSid: string, state: RecordingState): Promise<RecordingState | null>
  /** The recordings of a leg, or of the account since the start of that day in UTC. */
  listRecordings(of: { callSid: string } | { since: Date }): Promise<CarrierRecording[]>
  /** A finished recording's WAV file; null when it cannot be had in so many channels. Refused with 404 while it is not there. */
  recordingMedia(recordingSid: string, channels: 1 | 2): Promise<RecordingMedia | null>
  /** Deletes a recording for good; one that is gone already is no error. */
  deleteRecording(recordingSid: string): Promise<void>
}

/** The carrier refused (`refused`: nothing was done) or its answer never came (`unknown`: it may have been done). */
export class CarrierError extends Error {
  readonly kind: 'refused' | 'unknown'
  /** The carrier's own error number, where it gave one. */
  readonly carrierCode: number | null

  constructor(kind: 'refused' | 'unknown', message: string, carrierCode: number | null, cause?: unknown) {
    super(message, { cause })
    this.name = 'CarrierError'
    this.kind = kind
    this.carrierCode = carrierCode
  }
}
