import twilio from 'twilio'
import { newSid } from '#lib/ids.ts'
import type { CarrierAccount } from '../accounts.ts'

/** An account nobody else has. */
export const madeUpAccount = (): CarrierAccount => ({
  sid: newSid('AC'),
  authToken: newSid(''),
  keySid: newSid('SK'),
  keySecret: newSid(''),
  appSid: newSid('AP'),
})

interface TokenOptions {
  /** Seconds. */
  ttl?: number
  applicationSid?: string
  keySecret?: string
  incomingAllow?: boolean
}

/** An access token as the vendor's own library makes it. */
export function accessToken(account: CarrierAccount, identity: string, options: TokenOptions = {}): string {
  const { ttl = 3600, applicationSid = account.appSid, keySecret = account.keySecret, incomingAllow = true } = options
  const token = new twilio.jwt.AccessToken(account.sid, account.keySid, keySecret, { identity, ttl })
  token.addGrant(new twilio.jwt.AccessToken.VoiceGrant({ outgoingApplicationSid: applicationSid, incomingAllow }))
  return token.toJwt()
}
