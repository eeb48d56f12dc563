import { asking, NOT_FOUND, NOT_IN_PROGRESS, orNull } from './asking.ts'
import { carrierEndpoints } from './endpoints.ts'
import { type Carrier, type CarrierAccount, CarrierError, type CarrierRecording } from './port.ts'
import { vendorClient } from './vendor.ts'

export const RECORDING_EVENTS = ['in-progress', 'completed', 'absent']

/** An agent who reads out a card number waits for this answer. */
const PAUSE_TIMEOUT_MS = 3_000
const MEDIA_TIMEOUT_MS = 120_000
const MOST_LISTED = 5_000
const MOST_REDIRECTS = 3
const API_URL = 'https://api.twilio.com'
const ACCOUNT_SID = /^AC[0-9a-f]{32}$/i
const RECORDING_SID = /^RE[0-9a-f]{32}$/i
/** Not all recordings are stored in two channels: https://www.twilio.com/docs/api/errors/16113 */
const WRONG_CHANNELS = 400

type Recordings = Pick<
  Carrier,
  'startRecording' | 'updateRecording' | 'listRecordings' | 'recordingMedia' | 'deleteRecording'
>

/** What the carrier does about recordings, for one account. */
export function carrierRecordings(account: CarrierAccount): Recordings {
  const client = vendorClient(account)
  const hasty = vendorClient(account, PAUSE_TIMEOUT_MS)
  return {
    startRecording: (callSid, statusCallback) =>
      asking(async () => {
        const start = () =>
          client.calls(callSid).recordings.create({
            recordingChannels: 'dual',
            recordingTrack: 'both',
            trim: 'do-not-trim',
            recordingStatusCallback: statusCallback,
            recordingStatusCallbackMethod: 'POST',
            recordingStatusCallbackEvent: RECORDING_EVENTS,
          })
        const made = await orNull(NOT_FOUND, () => orNull(NOT_IN_PROGRESS, start))
        return made && listed(made)
      }),

    updateRecording: (callSid, recordingSid, state) =>
      asking(async () => {
        const change = () =>
          hasty.calls(callSid).recordings(recordingSid).update({ status: state, pauseBehavior: 'silence' })
        return (await orNull(NOT_FOUND, () => orNull(NOT_IN_PROGRESS, change))) && state
      }),

    listRecordings: (of) =>
      asking(async () => {
        const filter = 'callSid' in of ? of : { dateCreatedAfter: of.since }
        return (await client.recordings.list({ ...filter, limit: MOST_LISTED })).map(listed)
      }),

    recordingMedia: (recordingSid, channels) => fetchMedia(account, recordingSid, channels),

    deleteRecording: (recordingSid) =>
      asking(async () => {
        await orNull(NOT_FOUND, () => client.recordings(recordingSid).remove())
      }),
  }
}

const listed = (made: { sid: string; callSid: string; status: string; startTime: Date }): CarrierRecording => ({
  recordingSid: made.sid,
  callSid: made.callSid || null,
  status: made.status,
  startedAt: made.startTime,
})

/** The address is made of our own account and a SID, never taken from a webhook: it can lead nowhere else. */
async function fetchMedia(account: CarrierAccount, recordingSid: string, channels: 1 | 2) {
  if (!ACCOUNT_SID.test(account.accountSid) || !RECORDING_SID.test(recordingSid)) {
    throw new CarrierError('refused', 'Not a recording', null)
  }
  const path = `/2010-04-01/Accounts/${account.accountSid}/Recordings/${recordingSid}.wav?RequestedChannels=${channels}`
  const response = await follow(new URL(path, carrierEndpoints().apiUrl ?? API_URL), account)
  if (response.status === WRONG_CHANNELS) return null
  if (!response.ok || !response.body) {
    throw new CarrierError(response.status < 500 ? 'refused' : 'unknown', 'The file is not there', response.status)
  }
  const length = response.headers.get('content-length')
  return { body: response.body, lengthBytes: length === null ? null : Number(length) }
}

/** A redirect may lead to a store of the carrier's: over https, and without the credentials once the host is another. */
async function follow(start: URL, { apiKeySid, apiKeySecret }: CarrierAccount): Promise<Response> {
  const authorization = `Basic ${Buffer.from(`${apiKeySid}:${apiKeySecret}`).toString('base64')}`
  let url = start
  for (let hops = 0; hops <= MOST_REDIRECTS; hops++) {
    const own = url.origin === start.origin
    if (!own && url.protocol !== 'https:') break
    const response = await get(url, own ? { authorization } : {})
    const target = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
    if (target === null) return response
    await response.body?.cancel()
    url = new URL(target, url)
  }
  throw new CarrierError('refused', 'The file is behind a redirect that is not followed', null)
}

async function get(url: URL, headers: Record<string, string>): Promise<Response> {
  try {
    return await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(MEDIA_TIMEOUT_MS) })
  } catch (error) {
    throw new CarrierError('unknown', error instanceof Error ? error.message : String(error), null, error)
  }
}
