import type { Principal } from '#lib/auth/principal.ts'
import type { Tx } from '#lib/db/with-business.ts'
import { fileUrl } from '#lib/storage/file-link.ts'

export interface Names {
  lines: Map<string, string>
  people: Map<string, string>
}

/** What lines and members of the business are called. */
export async function namesOf(tx: Tx): Promise<Names> {
  const lines = await tx.phoneNumber.findMany({ select: { number: true, label: true } })
  const members = await tx.membership.findMany({ select: { userId: true, user: { select: { name: true } } } })
  return {
    lines: new Map(lines.map((line) => [line.number, line.label])),
    people: new Map(members.map((member) => [member.userId, member.user.name])),
  }
}

type CallRow = Awaited<ReturnType<Tx['call']['findMany']>>[number]
type Recorded = CallRow & { recordings: { id: string; status: string }[] }

/** A call's columns that are shown in lists. */
export type ListedColumns = Pick<
  CallRow,
  | 'id'
  | 'businessId'
  | 'customerId'
  | 'callerPhone'
  | 'callerName'
  | 'phoneNumber'
  | 'callSid'
  | 'accountSid'
  | 'userId'
  | 'direction'
  | 'status'
  | 'outcome'
  | 'endedBy'
  | 'startedAt'
  | 'answeredAt'
  | 'endedAt'
  | 'durationS'
  | 'hasTranscript'
  | 'tags'
  | 'disposition'
  | 'reviewedAt'
  | 'createdAt'
  | 'updatedAt'
>

/** The same with what is shown of other rows; null where there is none. */
export interface ListedCall extends ListedColumns {
  lineLabel: string | null
  agentName: string | null
  reviewerName: string | null
  /** Its recording that is here. */
  recordingId: string | null
}

/** A call as this reader gets it; once its recording is here, with a link of theirs that opens it for five minutes. */
export const callView = (call: Recorded, { lines, people }: Names, reader: Principal) =>
  listedView(
    {
      ...call,
      lineLabel: lines.get(call.phoneNumber) ?? null,
      agentName: call.userId ? (people.get(call.userId) ?? null) : null,
      reviewerName: call.reviewedBy ? (people.get(call.reviewedBy) ?? null) : null,
      recordingId: call.recordings.findLast(({ status }) => status === 'stored')?.id ?? null,
    },
    reader,
  )

/** The same of a call that was read with all that is shown of it. */
export const listedView = (call: ListedCall, reader: Principal) => ({
  id: call.id,
  business_id: call.businessId,
  customer_id: call.customerId,
  caller_phone: call.callerPhone,
  caller_name: call.callerName,
  phone_number: call.phoneNumber,
  twilio_call_sid: call.callSid,
  twilio_account_sid: call.accountSid,
  line_label: call.lineLabel,
  user_id: call.userId,
  agent_name: call.agentName,
  direction: call.direction,
  status: call.status,
  outcome: call.outcome,
  ended_by: call.endedBy,
  started_at: call.startedAt,
  answered_at: call.answeredAt,
  ended_at: call.endedAt,
  duration: call.durationS,
  recording_url: call.recordingId ? fileUrl('recordings', call.recordingId, reader) : null,
  has_transcript: call.hasTranscript,
  tags: call.tags,
  disposition: call.disposition,
  reviewed_at: call.reviewedAt,
  reviewed_by: call.reviewerName,
  created_at: call.createdAt,
  updated_at: call.updatedAt,
})

/** What people and programs noted about a call, and how it sounded to them. */
export const notesView = (call: CallRow) => ({
  quality: call.quality,
  metadata: {
    tags: call.tags,
    notes: call.notes,
    campaign: call.campaign,
    source: call.source,
    custom: call.custom,
    transcription_status: call.transcriptionStatus,
  },
  legal_hold: call.legalHold,
})
