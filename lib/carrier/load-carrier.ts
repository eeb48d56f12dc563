import { withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { openSecret } from '#lib/sealed-secret.ts'
import { carrierClient } from './client.ts'
import type { Carrier, CarrierAccount } from './port.ts'

/** The carrier of a business, through the account in its row. */
export const loadCarrier = async (businessId: string): Promise<Carrier> =>
  carrierClient(await loadCarrierAccount(businessId))

/** A business's carrier account with its secrets opened. */
export async function loadCarrierAccount(businessId: string): Promise<CarrierAccount> {
  const row = await withBusiness(businessId, (tx) =>
    tx.carrierAccount.findFirstOrThrow({ where: { businessId, userId: null }, orderBy: { createdAt: 'asc' } }),
  )
  return {
    accountSid: row.accountSid,
    authToken: openAuthToken(row.accountSid, row.authTokenSealed),
    apiKeySid: row.apiKeySid,
    apiKeySecret: openSecret(row.apiKeySecretSealed, secretPlace(row.accountSid, 'api_key_secret'), secretsKey()),
    applicationSid: row.applicationSid,
  }
}

/** Opens the auth token that signs an account's webhooks. */
export const openAuthToken = (accountSid: string, sealed: string): string =>
  openSecret(sealed, secretPlace(accountSid, 'auth_token'), secretsKey())

/** Where a sealed secret of an account is stored; it opens nowhere else. */
export const secretPlace = (accountSid: string, column: 'auth_token' | 'api_key_secret') =>
  `carrier_accounts.${column}/${accountSid}`

export const secretsKey = () => Buffer.from(env().SECRETS_KEY, 'base64')
