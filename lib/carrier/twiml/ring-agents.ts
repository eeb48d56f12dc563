import twilio from 'twilio'
import { carrierUrls } from '../urls.ts'

export interface RingRequest {
  callId: string
  identities: string[]
  /** Seconds the agents' pages ring. */
  timeoutS: number
  line: { number: string; label: string }
  /** Seconds to wait before. */
  afterS?: number
  /** Which ring of this call it is. */
  round?: number
}

/** Rings up to ten agents at once; the caller hears ringing until one of them answers. */
export function ringAgentsTwiml({ callId, identities, timeoutS, line, afterS, round }: RingRequest): string {
  const response = new twilio.twiml.VoiceResponse()
  if (afterS) response.pause({ length: afterS })
  const dial = response.dial({
    answerOnBridge: true,
    timeout: timeoutS,
    action: carrierUrls.dialEnded(callId, round),
    method: 'POST',
  })
  for (const identity of identities) {
    const client = dial.client({
      statusCallback: carrierUrls.legStatus(callId, 'agent'),
      statusCallbackMethod: 'POST',
      statusCallbackEvent: ['initiated', 'ringing', 'answered', 'completed'],
    })
    client.identity(identity)
    client.parameter({ name: 'callId', value: callId })
    client.parameter({ name: 'line', value: line.number })
    client.parameter({ name: 'lineLabel', value: line.label })
    client.parameter({ name: 'timeoutS', value: String(timeoutS) })
  }
  return response.toString()
}
