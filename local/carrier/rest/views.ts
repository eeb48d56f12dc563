import { parsePhoneNumberFromString } from 'libphonenumber-js/max'
import type { CarrierAccount } from '../accounts.ts'
import type { Conference } from '../conference.ts'
import type { Leg, LegStatus } from '../leg.ts'
import type { Participant } from '../participant.ts'
import type { Application, OwnedNumber, VoiceSettings } from '../resources.ts'
import { rfc2822 } from '../rfc2822.ts'

const VERSION = '2010-04-01'
const accountUri = (sid: string) => `/${VERSION}/Accounts/${sid}`
const when = (ms: number | undefined) => (ms === undefined ? null : rfc2822(ms))

/** A resource is never `initiated`; only callbacks are. */
const callStatus = (status: LegStatus) => (status === 'initiated' ? 'queued' : status)

const CALL_SUBRESOURCES = {
  notifications: 'Notifications',
  recordings: 'Recordings',
  payments: 'Payments',
  events: 'Events',
  siprec: 'Siprec',
  streams: 'Streams',
  transcriptions: 'Transcriptions',
  user_defined_message_subscriptions: 'UserDefinedMessageSubscriptions',
  user_defined_messages: 'UserDefinedMessages',
}

const under = (uri: string, subresources: Record<string, string>) =>
  Object.fromEntries(Object.entries(subresources).map(([key, name]) => [key, `${uri}/${name}.json`]))

/** A call as it is, or as it was at a moment; when it was not there yet, as it was made. */
export function callView(leg: Leg, asOf = Date.now()) {
  const { accountSid, from, to, direction, parentSid, numberSid } = leg.plan
  const known = (ms: number | undefined) => (ms !== undefined && ms <= asOf ? ms : undefined)
  const then = leg.history.findLast(({ at }) => at <= asOf) ?? leg.history[0]!
  const uri = `${accountUri(accountSid)}/Calls/${leg.sid}`
  return {
    sid: leg.sid,
    account_sid: accountSid,
    parent_call_sid: parentSid ?? null,
    phone_number_sid: numberSid ?? null,
    from,
    from_formatted: from,
    to,
    to_formatted: to,
    status: callStatus(then.status),
    direction,
    date_created: rfc2822(leg.createdAt),
    date_updated: rfc2822(then.at),
    start_time: when(known(leg.startedAt)),
    end_time: when(known(leg.endedAt)),
    duration: known(leg.endedAt) !== undefined ? String(leg.durationS) : null,
    queue_time: String(leg.queueMs),
    price: null,
    price_unit: 'USD',
    answered_by: leg.answeredBy ?? null,
    caller_name: null,
    forwarded_from: null,
    group_sid: null,
    trunk_sid: null,
    api_version: VERSION,
    uri: `${uri}.json`,
    subresource_uris: under(uri, CALL_SUBRESOURCES),
  }
}

export function conferenceView(conference: Conference) {
  const uri = `${accountUri(conference.accountSid)}/Conferences/${conference.sid}`
  return {
    sid: conference.sid,
    account_sid: conference.accountSid,
    friendly_name: conference.name,
    status: conference.status,
    region: 'us1',
    reason_conference_ended: conference.endReason ?? null,
    call_sid_ending_conference: conference.endedBy?.leg.sid ?? null,
    date_created: rfc2822(conference.createdAt),
    date_updated: rfc2822(conference.updatedAt),
    api_version: VERSION,
    uri: `${uri}.json`,
    subresource_uris: under(uri, { participants: 'Participants', recordings: 'Recordings' }),
  }
}

export function participantView(conference: Conference, participant: Participant) {
  const { leg, plan } = participant
  const uri = `${accountUri(conference.accountSid)}/Conferences/${conference.sid}/Participants/${leg.sid}`
  return {
    account_sid: conference.accountSid,
    call_sid: leg.sid,
    conference_sid: conference.sid,
    label: plan.label ?? null,
    status: participant.status,
    muted: plan.muted,
    hold: participant.hold,
    coaching: plan.coach !== undefined,
    call_sid_to_coach: plan.coach ?? null,
    start_conference_on_enter: plan.startOnEnter,
    end_conference_on_exit: plan.endOnExit,
    queue_time: String(leg.queueMs),
    date_created: rfc2822(participant.createdAt),
    date_updated: rfc2822(participant.updatedAt),
    uri: `${uri}.json`,
  }
}

const voiceView = (voice: VoiceSettings) => ({
  voice_url: voice.voiceUrl,
  voice_method: voice.voiceMethod,
  voice_fallback_url: voice.voiceFallbackUrl,
  voice_fallback_method: voice.voiceFallbackMethod,
  voice_caller_id_lookup: false,
  status_callback: voice.statusCallback,
  status_callback_method: voice.statusCallbackMethod,
})

/** The carrier sends no messages; the keys belong to the resources all the same. */
const NO_MESSAGES = { sms_url: '', sms_method: 'POST', sms_fallback_url: '', sms_fallback_method: 'POST' }

export function applicationView(application: Application) {
  return {
    ...voiceView(application),
    ...NO_MESSAGES,
    sid: application.sid,
    account_sid: application.accountSid,
    friendly_name: application.friendlyName,
    sms_status_callback: '',
    message_status_callback: '',
    public_application_connect_enabled: false,
    ...application.kept,
    date_created: rfc2822(application.createdAt),
    date_updated: rfc2822(application.updatedAt),
    api_version: VERSION,
    uri: `${accountUri(application.accountSid)}/Applications/${application.sid}.json`,
  }
}

const KINDS: Record<string, string> = { MOBILE: 'mobile', TOLL_FREE: 'toll-free' }
const kindOf = (phoneNumber: string) => KINDS[parsePhoneNumberFromString(phoneNumber)?.getType() ?? ''] ?? 'local'

export function numberView(number: OwnedNumber) {
  return {
    ...voiceView(number),
    ...NO_MESSAGES,
    sid: number.sid,
    account_sid: number.accountSid,
    phone_number: number.phoneNumber,
    friendly_name: number.friendlyName,
    voice_application_sid: number.voiceApplicationSid,
    voice_receive_mode: 'voice',
    sms_application_sid: '',
    capabilities: { voice: true, sms: false, mms: false, fax: false },
    origin: 'twilio',
    status: 'in-use',
    type: kindOf(number.phoneNumber),
    beta: false,
    address_requirements: 'none',
    address_sid: null,
    bundle_sid: null,
    identity_sid: null,
    trunk_sid: null,
    emergency_status: 'Inactive',
    emergency_address_sid: null,
    emergency_address_status: 'unregistered',
    ...number.kept,
    date_created: rfc2822(number.createdAt),
    date_updated: rfc2822(number.updatedAt),
    api_version: VERSION,
    uri: `${accountUri(number.accountSid)}/IncomingPhoneNumbers/${number.sid}.json`,
  }
}

export const ACCOUNT_NAME = 'Local carrier account'
const ACCOUNT_SUBRESOURCES = {
  applications: 'Applications',
  available_phone_numbers: 'AvailablePhoneNumbers',
  calls: 'Calls',
  conferences: 'Conferences',
  incoming_phone_numbers: 'IncomingPhoneNumbers',
  keys: 'Keys',
  outgoing_caller_ids: 'OutgoingCallerIds',
  queues: 'Queues',
  recordings: 'Recordings',
}

/** subresource_uris name only what this carrier has. */
export function accountView({ sid, authToken, friendlyName = ACCOUNT_NAME }: CarrierAccount, createdAt: number) {
  return {
    sid,
    owner_account_sid: sid,
    friendly_name: friendlyName,
    auth_token: authToken,
    status: 'active',
    type: 'Full',
    date_created: rfc2822(createdAt),
    date_updated: rfc2822(createdAt),
    uri: `${accountUri(sid)}.json`,
    subresource_uris: under(accountUri(sid), ACCOUNT_SUBRESOURCES),
  }
}
