import type { CarrierAccount } from './port.ts'
import { carrierUrls } from './urls.ts'
import { vendorClient } from './vendor.ts'

/** Points the account's application, through which browsers call, at us. */
export async function setUpApplication(account: CarrierAccount): Promise<void> {
  await vendorClient(account).applications(account.applicationSid).update(addresses(carrierUrls.outbound()))
}

/**
 * Points one of the account's numbers at us and returns its SID; null when the account does not own it. With obtain, a
 * number that it does not own yet is bought, which costs money wherever calls do.
 */
export async function setUpNumber(
  account: CarrierAccount,
  phoneNumber: string,
  obtain: boolean,
): Promise<string | null> {
  const numbers = vendorClient(account).incomingPhoneNumbers
  const owned = await numbers.list({ phoneNumber, limit: 1 })
  const settings = addresses(carrierUrls.inbound())
  if (owned[0]) return (await numbers(owned[0].sid).update(settings)).sid
  return obtain ? (await numbers.create({ phoneNumber, ...settings })).sid : null
}

const addresses = (voiceUrl: string) => ({
  voiceUrl,
  voiceMethod: 'POST',
  voiceFallbackUrl: carrierUrls.fallback(),
  voiceFallbackMethod: 'POST',
  statusCallback: carrierUrls.status(),
  statusCallbackMethod: 'POST',
})
