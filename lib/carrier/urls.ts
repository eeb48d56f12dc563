import type { LegRole } from '#lib/calls/call-event.ts'
import { env } from '#lib/env.ts'

/**
 * Every address we give to the carrier. The fragment sets its time limits and retries and is neither sent nor signed:
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
const TWIML = '#ct=1500&rt=3000&rc=2&rp=5xx,ct,rt'
const REPORT = '#ct=1000&rt=1500&rc=5&rp=5xx,ct,rt'

const at = (path: string, limits: string) => `${env().PUBLIC_URL}/api/voice/${path}${limits}`

const voiceUrl = () => env().TWILIO_VOICE_WEBHOOK_URL && `${env().TWILIO_VOICE_WEBHOOK_URL}${TWIML}`
const statusUrl = () => env().TWILIO_STATUS_WEBHOOK_URL ?? `${env().PUBLIC_URL}/webhooks/call-status`

export const carrierUrls = {
  /** A browser's connect(), and a call to one of our numbers. */
  outbound: () => voiceUrl() ?? at('outbound', TWIML),
  inbound: () => voiceUrl() ?? at('inbound', TWIML),
  fallback: () => at('fallback', TWIML),
  /** After a browser's leg left its conference. */
  agentLeft: (callId: string) => at(`agent-left/${callId}`, TWIML),
  /** After the agents' legs of a call that came in ended, for the first time or a later one. */
  dialEnded: (callId: string, round = 1) => at(`dial-ended/${callId}${round > 1 ? `?round=${round}` : ''}`, TWIML),
  conference: (callId: string) => at(`conference/${callId}`, REPORT),
  /** Progress of a leg we asked for; what we knew of it then travels in the signed address. */
  legStatus: (callId: string, role: LegRole, attemptId?: string) =>
    at(`status/${callId}?role=${role}${attemptId ? `&attempt=${attemptId}` : ''}`, REPORT),
  /** Progress of a call that a program started. */
  callStatus: (callId: string, attemptId: string) =>
    `${statusUrl()}?callId=${callId}&role=outside&attempt=${attemptId}${REPORT}`,
  recordingStatus: (callId: string) =>
    `${env().TWILIO_RECORDING_WEBHOOK_URL ?? `${env().PUBLIC_URL}/webhooks/recording-status`}?callId=${callId}${REPORT}`,
  /** What a program's callee hears unless the program said otherwise, and the menu that answers a key. */
  greeting: () => `${env().PUBLIC_URL}/voice/twiml`,
  greetingOf: (attemptId: string) => `${env().PUBLIC_URL}/voice/twiml?attempt=${attemptId}${TWIML}`,
  menu: () => `${env().PUBLIC_URL}/voice/menu`,
  menuInput: () => `${env().PUBLIC_URL}/voice/handle-input${TWIML}`,
  /** What becomes of a recording that we started; its row is known before the carrier is asked. */
  recording: (recordingId: string) => at(`recordings/${recordingId}`, REPORT),
  /**
   * Where a stream of an account connects. The account is in the path: the signature must be checked before anything else is
   * known, and a stream's address has no query.
   */
  mediaSocket: (accountSid: string) => `${env().PUBLIC_WS_URL}/media/${accountSid}`,
  /** What the callee of an assistant hears when they answer; what comes after an assistant's stream; after a talk it was taken from. */
  assistantAnswers: (callId: string) => at(`assistant-answers/${callId}`, TWIML),
  assistantLeft: (callId: string) => at(`assistant-left/${callId}`, TWIML),
  talkEnded: (callId: string) => at(`talk-ended/${callId}`, TWIML),
  /** The end of a leg that came to us: a caller's or a browser's. */
  status: () =>
    env().TWILIO_STATUS_WEBHOOK_URL ? `${env().TWILIO_STATUS_WEBHOOK_URL}${REPORT}` : at('status', REPORT),
}
