import RestException from 'twilio/lib/base/RestException.js'
import { CallStatus } from '#lib/calls/call-event.ts'
import { type Carrier, type CarrierAccount, CarrierError, type CarrierLeg } from './port.ts'
import { openRecording } from './recording-media.ts'
import { carrierUrls } from './urls.ts'
import { vendorClient } from './vendor.ts'

const LEG_EVENTS = ['initiated', 'ringing', 'answered', 'completed']
const RECORDING_EVENTS = ['in-progress', 'completed', 'absent']
export const CONFERENCE_EVENTS = ['start', 'end', 'join', 'leave']

/** https://www.twilio.com/docs/api/errors/21220 - the call is not in progress. */
const NOT_IN_PROGRESS = 21220
const NOT_FOUND = 20404

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

    openRecording: (recordingSid) => asking(() => openRecording(account, recordingSid)),
  }
}

function leg(call: { sid: string; status: string; duration: string | null }): CarrierLeg {
  return {
    callSid: call.sid,
    status: CallStatus.parse(call.status),
    durationS: call.duration === null ? null : Number(call.duration),
  }
}

async function orNull<T>(code: number, ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof RestException && error.code === code) return null
    throw error
  }
}

/** A 4xx did nothing; a 5xx, a time-out or a dropped connection may have done it. */
async function asking<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (error instanceof RestException && error.status < 500) {
      throw new CarrierError('refused', error.message, error.code ?? null, error)
    }
    throw new CarrierError('unknown', error instanceof Error ? error.message : String(error), null, error)
  }
}
