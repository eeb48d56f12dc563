import type { LegRole } from '#lib/calls/call-event.ts'
import { env } from '#lib/env.ts'

/**
 * Every address we give to the carrier. The fragment sets its time limits and retries and is neither sent nor signed:
 * https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides
 */
const TWIML = '#ct=1500&rt=3000&rc=2&rp=5xx,ct,rt'
const REPORT = '#ct=1000&rt=1500&rc=5&rp=5xx,ct,rt'

const at = (path: string, limits: string) => `${env().PUBLIC_URL}/api/voice/${path}${limits}`

export const carrierUrls = {
  /** A browser's connect(), and a call to one of our numbers. */
  outbound: () => at('outbound', TWIML),
  inbound: () => at('inbound', TWIML),
  fallback: () => at('fallback', TWIML),
  /** After a browser's leg left its conference. */
  agentLeft: (callId: string) => at(`agent-left/${callId}`, TWIML),
  /** After the agents' legs of a call that came in ended. */
  dialEnded: (callId: string) => at(`dial-ended/${callId}`, TWIML),
  conference: (callId: string) => at(`conference/${callId}`, REPORT),
  /** Progress of a leg we asked for; what we knew of it then travels in the signed address. */
  legStatus: (callId: string, role: LegRole, attemptId?: string) =>
    at(`status/${callId}?role=${role}${attemptId ? `&attempt=${attemptId}` : ''}`, REPORT),
  /** The end of a leg that came to us: a caller's or a browser's. */
  status: () => at('status', REPORT),
}
