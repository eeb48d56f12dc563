import { z } from 'zod'

/** One customer of the carrier: its credentials, the API key that signs access tokens, and the application its browsers call through. */
export interface CarrierAccount {
  sid: string
  authToken: string
  keySid: string
  keySecret: string
  appSid: string
  friendlyName?: string
  /** Secrets of the keys that were made over REST, by SID. */
  madeKeys?: Map<string, string>
}

/** The secret of one of an account's keys; undefined when it has no such key. */
export function secretOf({ keySid, keySecret, madeKeys }: CarrierAccount, sid: string): string | undefined {
  return sid === keySid ? keySecret : madeKeys?.get(sid)
}

const sid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9a-f]{32}$`), `must be ${prefix} and 32 hex digits`)

const Accounts = z.array(
  z.strictObject({
    sid: sid('AC'),
    authToken: z.string().min(1),
    keySid: sid('SK'),
    keySecret: z.string().min(1),
    appSid: sid('AP'),
  }),
)

/** Reads LOCAL_CARRIER_ACCOUNTS, a JSON array; throws with the first thing wrong in it. */
export function parseAccounts(json: string): CarrierAccount[] {
  return Accounts.min(1).parse(JSON.parse(json))
}
