import { z } from 'zod'
import type { Delivery } from '#lib/http/carrier-webhook.ts'
import { ConferenceForm, carrierTime } from '#lib/webhooks/carrier-forms.ts'
import { afterLeave } from './after-leave.ts'
import type { LegFacts } from './call-event.ts'
import { recordEvents } from './record-events.ts'

export const ConferenceReport = ConferenceForm.extend({ callId: z.uuid() })
type ConferenceReport = z.infer<typeof ConferenceReport>

/** Records who joined and left a call's conference. Its start and end say nothing that its legs do not. */
export async function recordConference(
  { tx, businessId, accountSid, raw }: Delivery,
  form: ConferenceReport,
): Promise<void> {
  const facts = conferenceFacts(form)
  if (!form.CallSid || !facts) return
  const state = await recordEvents(tx, businessId, form.callId, [
    {
      kind: 'leg',
      accountSid,
      callSid: form.CallSid,
      source: 'webhook',
      type: form.StatusCallbackEvent,
      sequence: form.SequenceNumber,
      at: carrierTime(form.Timestamp),
      facts,
      raw,
    },
  ])
  if (state) await afterLeave(tx, state)
}

/** A callee joins with its early media already, so joining says nothing of an answer. */
function conferenceFacts({
  StatusCallbackEvent,
  ConferenceSid,
  ReasonParticipantLeft,
}: ConferenceReport): LegFacts | null {
  if (StatusCallbackEvent === 'participant-join') return { joined: true, conferenceSid: ConferenceSid }
  if (StatusCallbackEvent === 'participant-leave') {
    return { left: ReasonParticipantLeft ?? 'unknown', conferenceSid: ConferenceSid }
  }
  return null
}
