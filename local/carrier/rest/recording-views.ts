import type { Recording, RecordingStatus } from '../recordings/recording.ts'
import { rfc2822 } from '../rfc2822.ts'

const VERSION = '2010-04-01'
const account = (sid: string) => `/${VERSION}/Accounts/${sid}`

/** Only the reply to a change tells what it did; who asks later is told of a file that is not ready. */
const asFetched = (status: RecordingStatus): RecordingStatus =>
  ['in-progress', 'paused', 'stopped'].includes(status) ? 'processing' : status

function common(recording: Recording, status: RecordingStatus) {
  const { sid, owner, plan, durationS } = recording
  return {
    sid,
    account_sid: owner.accountSid,
    call_sid: owner.callSid ?? null,
    conference_sid: owner.conferenceSid ?? null,
    channels: plan.channels,
    source: owner.source,
    status,
    start_time: rfc2822(recording.createdAt),
    duration: status === 'completed' || status === 'deleted' ? String(durationS) : null,
    price: null,
    price_unit: status === 'completed' ? 'USD' : null,
    error_code: null,
    encryption_details: null,
    date_created: rfc2822(recording.createdAt),
    date_updated: rfc2822(recording.updatedAt),
    api_version: VERSION,
  }
}

/** A recording among all of its account. */
export function recordingView(recording: Recording, mediaUrl: string) {
  const uri = `${account(recording.owner.accountSid)}/Recordings/${recording.sid}`
  return {
    ...common(recording, asFetched(recording.status)),
    media_url: mediaUrl,
    uri: `${uri}.json`,
    subresource_uris: { add_on_results: `${uri}/AddOnResults.json`, transcriptions: `${uri}/Transcriptions.json` },
  }
}

/** A recording under its call or its conference; `said` is the status a change is confirmed by. */
export function ownRecordingView(recording: Recording, said = asFetched(recording.status)) {
  const { owner, plan, sid } = recording
  const [folder, parent] = owner.callSid ? ['Calls', owner.callSid] : ['Conferences', owner.conferenceSid]
  return {
    ...common(recording, said),
    ...(owner.callSid !== undefined && { track: plan.track }),
    uri: `${account(owner.accountSid)}/${folder}/${parent}/Recordings/${sid}.json`,
  }
}
