import type { Leg } from '../leg.ts'
import { rfc2822 } from '../rfc2822.ts'
import { callFields } from './call-fields.ts'
import type { Fields } from './sign.ts'
import type { Callback, Webhooks } from './webhooks.ts'

/**
 * Reports a leg's progress: the subscribed ones of initiated, ringing, answered, completed, numbered from 0 in that
 * subscription, in order, never holding up the call. A leg that ends before it is dialled reports nothing. Gives a way
 * to report to somebody else from now on.
 */
export function reportProgress(leg: Leg, callback: Callback, webhooks: Webhooks): (next: Callback) => void {
  const send = webhooks.outbox({ accountSid: leg.plan.accountSid, callSid: leg.sid })
  let told = callback
  let sequence = 0
  const report = (event: string) => {
    if (told.events.has(event)) send(told, progressFields(leg, sequence++))
  }
  leg.on('initiated', () => report('initiated'))
  leg.on('ringing', () => report('ringing'))
  leg.on('answered', () => report('answered'))
  leg.on('ended', () => {
    if (leg.startedAt !== undefined) report('completed')
  })
  return (next) => {
    told = next
  }
}

function progressFields(leg: Leg, sequence: number): Fields {
  return {
    ...callFields(leg),
    Timestamp: rfc2822(Date.now()),
    CallbackSource: 'call-progress-events',
    SequenceNumber: String(sequence),
    ...(leg.answeredBy !== undefined && { AnsweredBy: leg.answeredBy }),
    ...(leg.isEnded && {
      ...leg.endFields(),
      CallDuration: String(leg.durationS),
      SipResponseCode: String(leg.sipCode),
      ...(leg.status === 'completed' && { Duration: String(Math.ceil(leg.durationS / 60)) }),
    }),
  }
}
