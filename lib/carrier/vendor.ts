import twilio from 'twilio'
import { carrierEndpoints } from './endpoints.ts'
import type { CarrierAccount } from './port.ts'

/** Longest wait for an answer to one request. */
const TIMEOUT_MS = 10_000

/** The vendor's own client library for one account, pointed at where the carrier is. */
export function vendorClient(account: CarrierAccount, timeoutMs = TIMEOUT_MS) {
  const client = twilio(account.apiKeySid, account.apiKeySecret, {
    accountSid: account.accountSid,
    timeout: timeoutMs,
    // Repeats 429 only: such a request was not looked at. https://www.twilio.com/docs/errors/20429
    autoRetry: true,
  })
  const { apiUrl } = carrierEndpoints()
  if (apiUrl) client.api.baseUrl = apiUrl
  return client
}
