import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { Leg } from '../leg.ts'
import type { Fields } from './sign.ts'

/** What every request about a call carries (twilio.com/docs/voice/twiml). */
export function callFields(leg: Leg): Fields {
  const { accountSid, from, to, direction, parentSid, applicationSid } = leg.plan
  return {
    CallSid: leg.sid,
    AccountSid: accountSid,
    ...partyFields('From', from),
    ...partyFields('To', to),
    ...partyFields('Caller', from),
    ...partyFields('Called', to),
    CallStatus: leg.status,
    ApiVersion: '2010-04-01',
    Direction: direction,
    ...(parentSid !== undefined && { ParentCallSid: parentSid }),
    ...(applicationSid !== undefined && { ApplicationSid: applicationSid }),
  }
}

/** A party and where it is: of a number the country is known, the rest is blank but there, as the real carrier sends it. */
function partyFields(name: string, address: string): Fields {
  const number = parsePhoneNumberFromString(address)
  const country = number?.country ?? number?.getPossibleCountries()[0] ?? ''
  return {
    [name]: address,
    [`${name}City`]: '',
    [`${name}State`]: '',
    [`${name}Zip`]: '',
    [`${name}Country`]: country,
  }
}
