import { z } from 'zod'
import { CallStatus, type LegFacts } from '#lib/calls/call-event.ts'

/** Fields of the carrier's requests that we read; unknown ones are tolerated, and signed like all others. */
const sid = (prefix: string) => z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`))
/** A number, with or without plus, an address of another kind, a word such as `anonymous`, or nothing. */
const address = z
  .string()
  .max(256)
  .regex(/^(\+?\d{1,20}|client:\w{1,121}|sips?:[^\s<>"]+|whatsapp:\+\d{1,20}|[A-Za-z]{1,20}|)$/)
/** One of the carrier's own words, such as `outbound-api` or `participant_hung_up`. */
const word = z.string().regex(/^[a-z_-]{0,64}$/)
const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
const instant = z.string().regex(/^(\w{3}, \d{2} \w{3} \d{4} [\d:]{8} [+-]\d{4}|\d{4}-\d\d-\d\dT[\d:.]{8,18}Z)$/)

const Leg = z.object({
  AccountSid: sid('AC'),
  CallSid: sid('CA'),
  From: address,
  To: address,
  CallStatus,
  Direction: word.default(''),
  ParentCallSid: sid('CA').optional(),
})

/** The request for a document when a call reaches one of our numbers. */
export const InboundForm = Leg

/** The same for a browser's connect(): who calls is in From, what was meant is the attempt. */
export const OutboundForm = Leg.omit({ To: true }).extend({
  From: z.string().regex(/^client:\w{1,121}$/),
  attemptId: z.uuid().optional(),
})

/** The request of a Dial's action. */
export const DialActionForm = Leg.extend({ DialCallStatus: word })

/** Progress of a leg. The carrier says `queued` for the initiated event on some pages, `initiated` on others. */
export const StatusForm = Leg.extend({
  Timestamp: instant.optional(),
  SequenceNumber: whole.default(0),
  CallDuration: whole.optional(),
  SipResponseCode: whole.pipe(z.number().min(100).max(699)).optional(),
})
export type StatusForm = z.infer<typeof StatusForm>

/** What a conference tells of itself; events of participants carry their leg. */
export const ConferenceForm = z.object({
  AccountSid: sid('AC'),
  ConferenceSid: sid('CF'),
  StatusCallbackEvent: word,
  SequenceNumber: whole.default(0),
  Timestamp: instant.optional(),
  CallSid: sid('CA').optional(),
  ReasonParticipantLeft: word.optional(),
})
export type ConferenceForm = z.infer<typeof ConferenceForm>

/** Progress of a recording. Its address is not read: we ask for recordings by their SID. */
export const RecordingForm = z.object({
  AccountSid: sid('AC'),
  CallSid: sid('CA'),
  RecordingSid: sid('RE'),
  RecordingStatus: z.enum(['in-progress', 'completed', 'absent', 'failed']),
  RecordingDuration: whole.optional(),
  RecordingStartTime: instant.optional().catch(undefined),
  RecordingChannels: whole.pipe(z.number().min(1).max(2)).optional(),
})

/** A key pressed in a menu. */
export const GatherForm = Leg.extend({
  Digits: z
    .string()
    .regex(/^[\d*#]{0,32}$/)
    .default(''),
})

/** The carrier's time of an event in ms; undefined where it gave none that can be read. */
export function carrierTime(timestamp: string | undefined): number | undefined {
  const at = timestamp ? Date.parse(timestamp) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}

/** What a progress report says of its leg. */
export function statusFacts(form: StatusForm): LegFacts {
  return {
    status: form.CallStatus === 'queued' ? 'initiated' : form.CallStatus,
    from: form.From,
    to: form.To,
    ...(form.ParentCallSid && { parentCallSid: form.ParentCallSid }),
    ...(form.CallDuration !== undefined && { durationS: form.CallDuration }),
    ...(form.SipResponseCode && { sipCode: form.SipResponseCode }),
  }
}
