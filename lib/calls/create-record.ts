import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { actorOf, authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { publish } from '#lib/events/publish.ts'
import { newId } from '#lib/ids.ts'
import { sentTranscript, storeTranscript } from '#lib/transcripts/store-transcript.ts'
import { TranscriptBody } from '#lib/transcripts/transcript.ts'
import { annotations } from './annotations.ts'
import { callOfSid, lockSid } from './lock-sid.ts'
import { readRecord } from './read-record.ts'
import { CHANGEABLE, carrierSid, Instant } from './record-fields.ts'
import { recordNumber } from './record-number.ts'
import { settleRecord } from './settle-record.ts'

export const CreateRecord = z.object({
  ...CHANGEABLE,
  phone_number: z.string().max(64),
  direction: z.enum(['inbound', 'outbound']),
  status: CHANGEABLE.status.unwrap(),
  started_at: Instant,
  caller_phone: z.string().max(64).nullable().optional(),
  twilio_call_sid: carrierSid('CA').nullable().optional(),
  /** AG is what early examples of this API had. */
  twilio_account_sid: carrierSid('A[CG]').nullable().optional(),
  transcript: TranscriptBody.optional(),
})
type CreateRecord = z.output<typeof CreateRecord>

/** Writes down a call that happened elsewhere. One that has a CallSid we know already is refused with `call_exists`. */
export async function createRecord(caller: Caller, input: CreateRecord) {
  const { principal } = caller
  const { businessId } = principal
  authorise(principal, 'calls:write')
  const data = columns(input, principal.business.country)
  const id = newId()
  return withBusiness(businessId, async (tx) => {
    const { callSid } = data
    if (callSid) {
      await lockSid(tx, businessId, callSid)
      if (await callOfSid(tx, callSid)) {
        throw new AppError('call_exists', 'There is a call of this CallSid.', { field: 'twilio_call_sid' })
      }
    }
    await tx.call.create({ data: { businessId, id, ...data } })
    if (input.transcript)
      await storeTranscript(tx, businessId, id, sentTranscript(input.transcript, actorOf(principal)))
    await writeAudit(tx, caller, { action: 'call.create', subjectType: 'call', subjectId: id })
    await publish(tx, businessId, { type: 'call.changed', callId: id })
    return { success: true, message: 'Call created successfully', data: await readRecord(tx, principal, id) }
  })
}

function columns(input: CreateRecord, country: string) {
  const { direction, status, outcome, started_at, ended_at, duration } = input
  return {
    origin: 'record',
    direction,
    phoneNumber: recordNumber('phone_number', input.phone_number, country),
    callerPhone: input.caller_phone ? recordNumber('caller_phone', input.caller_phone, country) : null,
    callSid: input.twilio_call_sid ?? null,
    accountSid: input.twilio_account_sid ?? null,
    startedAt: started_at,
    ...settleRecord({ direction, status, outcome, startedAt: started_at, endedAt: ended_at, durationS: duration }),
    ...annotations(input),
  }
}
