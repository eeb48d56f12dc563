import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { env } from '#lib/env.ts'
import { openSecret } from '#lib/sealed-secret.ts'
import { carrierClient } from './client.ts'
import type { Carrier, CarrierAccount } from './port.ts'

/** The carrier of a business, through its own account or the one named, a user's. */
export const loadCarrier = async (businessId: string, accountSid?: string | null): Promise<Carrier> =>
  carrierClient(await loadCarrierAccount(businessId, accountSid))

/** The carrier that a leg belongs to: SIDs mean nothing to another account. */
export async function loadCarrierOfLeg(businessId: string, callSid: string): Promise<Carrier> {
  const leg = await withBusiness(businessId, (tx) =>
    tx.callLeg.findFirst({ where: { callSid }, select: { accountSid: true } }),
  )
  return loadCarrier(businessId, leg?.accountSid)
}

/** A carrier account with its secrets opened: the one named if the business has it, else the business's own. */
export async function loadCarrierAccount(businessId: string, accountSid?: string | null): Promise<CarrierAccount> {
  const rows = await withBusiness(businessId, (tx) =>
    tx.carrierAccount.findMany({
      where: { businessId, OR: [{ userId: null }, ...(accountSid ? [{ accountSid }] : [])] },
      orderBy: { createdAt: 'asc' },
    }),
  )
  const row = rows.find((each) => each.accountSid === accountSid) ?? rows.find(({ userId }) => userId === null)
  if (!row) throw new Error('The business has no carrier account')
  return {
    accountSid: row.accountSid,
    authToken: openAuthToken(row.accountSid, row.authTokenSealed),
    apiKeySid: row.apiKeySid,
    apiKeySecret: openSecret(row.apiKeySecretSealed, secretPlace(row.accountSid, 'api_key_secret'), secretsKey()),
    applicationSid: row.applicationSid,
  }
}

/** An account that a user brought along: the desk's browsers are in the business's own, and no call leads from one to the other. */
export const isUsersAccount = async (tx: Tx, accountSid: string | null): Promise<boolean> =>
  accountSid !== null && (await tx.carrierAccount.count({ where: { accountSid, userId: { not: null } } })) > 0

/** Opens the auth token that signs an account's webhooks. */
export const openAuthToken = (accountSid: string, sealed: string): string =>
  openSecret(sealed, secretPlace(accountSid, 'auth_token'), secretsKey())

/** Where a sealed secret of an account is stored; it opens nowhere else. */
export const secretPlace = (accountSid: string, column: 'auth_token' | 'api_key_secret') =>
  `carrier_accounts.${column}/${accountSid}`

export const secretsKey = () => Buffer.from(env().SECRETS_KEY, 'base64')
