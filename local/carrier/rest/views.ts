import type { CarrierAccount } from '../accounts.ts'
import type { Conference } from '../conference.ts'
import type { Leg, LegStatus } from '../leg.ts'
import type { Participant } from '../participant.ts'
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

/** A conference as it is, or as it was at a moment. */
export function conferenceView(conference: Conference, asOf = Date.now()) {
  const then = conference.history.findLast(({ at }) => at <= asOf) ?? conference.history[0]!
  const isOver = then.status === 'completed'
  const uri = `${accountUri(conference.accountSid)}/Conferences/${conference.sid}`
  return {
    sid: conference.sid,
    account_sid: conference.accountSid,
    friendly_name: conference.name,
    status: then.status,
    region: 'us1',
    reason_conference_ended: (isOver && conference.endReason) || null,
    call_sid_ending_conference: (isOver && conference.endedBy?.leg.sid) || null,
    date_created: rfc2822(conference.createdAt),
    date_updated: rfc2822(then.at),
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
