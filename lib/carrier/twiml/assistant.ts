import twilio from 'twilio'
import { CONFERENCE_EVENTS } from '../client.ts'
import { carrierUrls } from '../urls.ts'

interface StreamRequest {
  accountSid: string
  callId: string
  /** Opens the stream, once. */
  ticket: string
}

/** Gives the other party to an assistant. When the stream ends, however it does, the next document says what comes. */
export function assistantTwiml({ accountSid, callId, ticket }: StreamRequest): string {
  const response = new twilio.twiml.VoiceResponse()
  response
    .connect()
    .stream({ url: carrierUrls.mediaSocket(accountSid) })
    .parameter({ name: 'ticket', value: ticket })
  response.redirect({ method: 'POST' }, carrierUrls.assistantLeft(callId))
  return response.toString()
}

/** Moves the other party into the call's conference, where a person waits; the assistant reads along. */
export function takeOverTwiml({ accountSid, callId, ticket }: StreamRequest): string {
  const response = new twilio.twiml.VoiceResponse()
  response
    .start()
    .stream({ name: NOTES, url: carrierUrls.mediaSocket(accountSid), track: 'both_tracks' })
    .parameter({ name: 'ticket', value: ticket })
  response.dial({ action: carrierUrls.talkEnded(callId), method: 'POST' }).conference(
    {
      beep: 'false',
      waitUrl: '',
      startConferenceOnEnter: true,
      endConferenceOnExit: false,
      jitterBufferSize: 'small',
      participantLabel: 'outside',
      statusCallback: carrierUrls.conference(callId),
      statusCallbackMethod: 'POST',
      statusCallbackEvent: CONFERENCE_EVENTS as ('start' | 'end' | 'join' | 'leave')[],
    },
    callId,
  )
  return response.toString()
}

/** Ends the notes of a talk and gives the other party back to the assistant. */
export function handBackTwiml({ accountSid, callId, ticket }: StreamRequest): string {
  const response = new twilio.twiml.VoiceResponse()
  response.stop().stream({ name: NOTES })
  response
    .connect()
    .stream({ url: carrierUrls.mediaSocket(accountSid) })
    .parameter({ name: 'ticket', value: ticket })
  response.redirect({ method: 'POST' }, carrierUrls.assistantLeft(callId))
  return response.toString()
}

const NOTES = 'notes'
