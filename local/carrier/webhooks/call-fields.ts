import type { Leg } from '../leg.ts'
import type { Fields } from './sign.ts'

/** What every request about a call carries (twilio.com/docs/voice/twiml). */
export function callFields(leg: Leg): Fields {
  const { accountSid, from, to, direction, parentSid, applicationSid } = leg.plan
  return {
    CallSid: leg.sid,
    AccountSid: accountSid,
    From: from,
    To: to,
    Caller: from,
    Called: to,
    CallStatus: leg.status,
    ApiVersion: '2010-04-01',
    Direction: direction,
    ...(parentSid !== undefined && { ParentCallSid: parentSid }),
    ...(applicationSid !== undefined && { ApplicationSid: applicationSid }),
  }
}
