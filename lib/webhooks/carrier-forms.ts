import { z } from 'zod'
import { CallStatus, type LegFacts } from '#lib/calls/call-event.ts'

/** Fields of the carrier's requests that we read; unknown ones are tolerated, and signed like all others. */
const sid = (prefix: string) => z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`))
const address = z.string().max(256)
const seconds = z.coerce.number().int().min(0)

const Leg = z.object({
  AccountSid: sid('AC'),
  CallSid: sid('CA'),
  From: address.default(''),
  To: address.default(''),
  CallStatus,
  Direction: z.string().max(32).default(''),
  ParentCallSid: sid('CA').optional(),
})

/** The request for a document when a call reaches one of our numbers. */
export const InboundForm = Leg

/** The same for a browser's connect(): who calls is in From, what was meant is the attempt. */
export const OutboundForm = Leg.extend({
  From: z.string().regex(/^client:\w{1,121}$/),
  attemptId: z.uuid().optional(),
})

/** The request of a Dial's action. */
export const DialActionForm = Leg.extend({ DialCallStatus: z.string().max(32) })

/** Progress of a leg. The carrier says `queued` for the initiated event on some pages, `initiated` on others. */
export const StatusForm = Leg.extend({
  Timestamp: z.string().max(64).optional(),
  SequenceNumber: z.coerce.number().int().min(0).default(0),
  CallDuration: seconds.optional(),
  SipResponseCode: z.coerce.number().int().min(100).max(699).optional(),
})
export type StatusForm = z.infer<typeof StatusForm>

/** What a conference tells of itself; events of participants carry their leg. */
export const ConferenceForm = z.object({
  AccountSid: sid('AC'),
  ConferenceSid: sid('CF'),
  FriendlyName: z.string().max(256),
  StatusCallbackEvent: z.string().max(64),
  SequenceNumber: z.coerce.number().int().min(0).default(0),
  Timestamp: z.string().max(64).optional(),
  CallSid: sid('CA').optional(),
  ReasonParticipantLeft: z.string().max(64).optional(),
})
export type ConferenceForm = z.infer<typeof ConferenceForm>

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
