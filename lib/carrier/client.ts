import { CallStatus } from '#lib/calls/call-event.ts'
import { asking, NOT_FOUND, NOT_IN_PROGRESS, orNull } from './asking.ts'
import type { Carrier, CarrierAccount, CarrierLeg } from './port.ts'
import { carrierRecordings, RECORDING_EVENTS } from './recordings.ts'
import { carrierUrls } from './urls.ts'
import { vendorClient } from './vendor.ts'

const LEG_EVENTS = ['initiated', 'ringing', 'answered', 'completed']
export const CONFERENCE_EVENTS = ['start', 'end', 'join', 'leave']

/** The carrier by its own client library, speaking for one business's account. */
export function carrierClient(account: CarrierAccount): Carrier {
  const client = vendorClient(account)

  async function fetchLeg(callSid: string): Promise<CarrierLeg | null> {
    const found = await orNull(NOT_FOUND, () => client.calls(callSid).fetch())
    return found && leg(found)
  }

  return {
    accountSid: account.accountSid,

    addCallee: (request) =>
      asking(async () => {
        const made = await client.conferences(request.conference).participants.create({
          to: request.to,
          from: request.from,
          label: request.label,
          timeout: request.timeoutS,
          earlyMedia: true,
          beep: 'false',
          waitUrl: '',
          jitterBufferSize: 'small',
          startConferenceOnEnter: true,
          endConferenceOnExit: false,
          statusCallback: request.statusCallback,
          statusCallbackMethod: 'POST',
          statusCallbackEvent: LEG_EVENTS,
          conferenceStatusCallback: request.conferenceStatusCallback,
          conferenceStatusCallbackMethod: 'POST',
          conferenceStatusCallbackEvent: CONFERENCE_EVENTS,
        })
        return { callSid: made.callSid, conferenceSid: made.conferenceSid }
      }),

    listVerifiedCallerIds: () =>
      asking(async () => {
        const found = await client.outgoingCallerIds.list()
        return found.map(({ phoneNumber, friendlyName, dateCreated }) => ({
          number: phoneNumber,
          label: friendlyName || phoneNumber,
          verifiedAt: dateCreated,
        }))
      }),

    startCall: (request) =>
      asking(async () => {
        const made = await client.calls.create({
          to: request.to,
          from: request.from,
          url: request.url,
          method: 'POST',
          timeout: request.timeoutS,
          fallbackUrl: carrierUrls.fallback(),
          statusCallback: request.statusCallback,
          statusCallbackMethod: 'POST',
          statusCallbackEvent: LEG_EVENTS,
          ...(request.recording && {
            record: true,
            recordingChannels: request.recording.channels,
            recordingStatusCallback: request.recording.statusCallback,
            recordingStatusCallbackMethod: 'POST',
            recordingStatusCallbackEvent: RECORDING_EVENTS,
          }),
        })
        return { callSid: made.sid }
      }),

    findCalls: ({ to, from, since }) =>
      asking(async () => {
        const calls = await client.calls.list({ to, from, limit: 50 })
        const ours = calls.filter((call) => call.direction === 'outbound-api' && call.dateCreated >= since)
        return ours.map((call) => call.sid)
      }),

    findParticipant: (conference, label) =>
      asking(async () => {
        const live = await client.conferences.list({ friendlyName: conference, status: 'in-progress', limit: 1 })
        const sid = live[0]?.sid
        if (!sid) return null
        const participant = await orNull(NOT_FOUND, () => client.conferences(sid).participants(label).fetch())
        return participant && { callSid: participant.callSid }
      }),

    endLeg: (callSid) =>
      asking(async () => {
        const end = () => client.calls(callSid).update({ status: 'completed' })
        const ended = await orNull(NOT_FOUND, () => orNull(NOT_IN_PROGRESS, end))
        return ended ? leg(ended) : fetchLeg(callSid)
      }),

    fetchLeg: (callSid) => asking(() => fetchLeg(callSid)),

    redirectLeg: (callSid, twiml) =>
      asking(async () => (await orNull(NOT_IN_PROGRESS, () => client.calls(callSid).update({ twiml }))) !== null),

    ...carrierRecordings(account),
  }
}

function leg(call: { sid: string; status: string; duration: string | null }): CarrierLeg {
  return {
    callSid: call.sid,
    status: CallStatus.parse(call.status),
    durationS: call.duration === null ? null : Number(call.duration),
  }
}
