import twilio from 'twilio'
import type { CarrierAccount } from './port.ts'

/** Life of a Voice SDK token in seconds; browsers renew at half of it. */
export const VOICE_TOKEN_TTL_S = 3600

/** A token with which a browser may place calls through our application and take calls for its identity. */
export function mintVoiceToken(account: CarrierAccount, identity: string, nowMs: number) {
  const { AccessToken } = twilio.jwt
  const token = new AccessToken(account.accountSid, account.apiKeySid, account.apiKeySecret, {
    identity,
    ttl: VOICE_TOKEN_TTL_S,
  })
  token.addGrant(new AccessToken.VoiceGrant({ outgoingApplicationSid: account.applicationSid, incomingAllow: true }))
  return { token: token.toJwt(), expiresAt: new Date(nowMs + VOICE_TOKEN_TTL_S * 1000).toISOString() }
}
