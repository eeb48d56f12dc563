import { asUser, authorise, type Caller } from '#lib/auth/principal.ts'
import { loadCarrierAccount } from '#lib/carrier/load-carrier.ts'
import { mintVoiceToken } from '#lib/carrier/voice-token.ts'

/** A Voice SDK token for the caller's own carrier identity, never for one that was asked for. */
export async function phoneToken({ principal }: Caller) {
  authorise(principal, 'calls:take')
  return mintVoiceToken(await loadCarrierAccount(principal.businessId), asUser(principal).carrierIdentity, Date.now())
}
