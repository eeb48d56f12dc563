import { carrierEndpoints } from './endpoints.ts'
import type { CarrierAccount } from './port.ts'

const VENDOR = 'https://api.twilio.com'
const TIMEOUT_MS = 60_000
const MOST_REDIRECTS = 3

/**
 * Opens a recording's sound by its SID, never by an address that came with a request. A redirect to another host, where the
 * carrier keeps its files, is followed without our credentials.
 */
export async function openRecording(account: CarrierAccount, sid: string): Promise<ReadableStream<Uint8Array> | null> {
  const base = carrierEndpoints().apiUrl ?? VENDOR
  const path = `/2010-04-01/Accounts/${account.accountSid}/Recordings/${sid}.wav?RequestedChannels=2`
  let url = new URL(base + path)
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const headers = url.origin === new URL(base).origin ? { authorization: basic(account) } : undefined
    const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(TIMEOUT_MS) })
    if (response.status === 200) return response.body
    if (response.status === 404) return null
    const location = response.headers.get('location')
    // A mono recording has no second channel to ask for: https://www.twilio.com/docs/api/errors/16113
    if (response.status === 400 && url.search) url = new URL(base + path.split('?')[0]!)
    else if (response.status < 400 && location) url = new URL(location, url)
    else throw new Error(`The carrier answered ${response.status} for a recording`)
  }
  throw new Error('The carrier redirects a recording in a circle')
}

const basic = ({ apiKeySid, apiKeySecret }: CarrierAccount) =>
  `Basic ${Buffer.from(`${apiKeySid}:${apiKeySecret}`).toString('base64')}`
