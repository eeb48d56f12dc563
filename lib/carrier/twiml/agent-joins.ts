import twilio from 'twilio'
import { CONFERENCE_EVENTS } from '../client.ts'
import { carrierUrls } from '../urls.ts'

/** Puts a browser's leg into its call's conference, in silence until the callee's phone is heard. */
export function agentJoinsTwiml(callId: string): string {
  const response = new twilio.twiml.VoiceResponse()
  response.dial({ action: carrierUrls.agentLeft(callId), method: 'POST' }).conference(
    {
      beep: 'false',
      waitUrl: '',
      startConferenceOnEnter: true,
      endConferenceOnExit: false,
      jitterBufferSize: 'small',
      participantLabel: 'agent',
      statusCallback: carrierUrls.conference(callId),
      statusCallbackMethod: 'POST',
      statusCallbackEvent: CONFERENCE_EVENTS as ('start' | 'end' | 'join' | 'leave')[],
    },
    callId,
  )
  return response.toString()
}
