import { authorise, type Caller } from '#lib/auth/principal.ts'
import { type Tx, withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { readTranscript } from '#lib/transcripts/read-transcript.ts'
import { callView, type Names, namesOf, notesView } from './call-view.ts'
import { neighboursOf } from './neighbours.ts'

/** One call of the business with its legs, recordings, transcript and notes, and its neighbours in the history. */
export async function getCall({ principal }: Caller, { id }: { id: string }) {
  const { businessId } = principal
  authorise(principal, 'calls:read')
  return withBusiness(businessId, async (tx) => {
    const call = await tx.call.findUnique({
      where: { businessId_id: { businessId, id } },
      include: {
        legs: {
          orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
          include: { quality: { orderBy: { minute: 'asc' } } },
        },
        recordings: { orderBy: { createdAt: 'asc' } },
      },
    })
    if (!call) throw new AppError('not_found', 'There is no such call.')
    const names = await namesOf(tx)
    return {
      success: true,
      data: {
        ...callView(call, names, principal),
        ...notesView(call),
        transcript: await readTranscript(tx, id),
        failure_code: call.failureCode,
        legs: call.legs.map((leg) => legView(leg, names)),
        recordings: call.recordings.map(recordingView),
        ...(await neighboursOf(tx, call)),
      },
    }
  })
}

type LegRow = Awaited<ReturnType<Tx['callLeg']['findMany']>>[number] & { quality: QualityRow[] }
type QualityRow = Awaited<ReturnType<Tx['qualitySample']['findMany']>>[number]
type RecordingRow = Awaited<ReturnType<Tx['recording']['findMany']>>[number]

const legView = (leg: LegRow, { people }: Names) => ({
  id: leg.id,
  role: leg.role,
  name: leg.userId ? (people.get(leg.userId) ?? null) : null,
  status: leg.status,
  sip_code: leg.sipCode,
  started_at: leg.startedAt,
  ringing_at: leg.ringingAt,
  answered_at: leg.answeredAt,
  ended_at: leg.endedAt,
  quality: leg.quality.map(({ minute, samples, warnings }) => ({ at: minute, samples, warnings })),
})

const recordingView = (recording: RecordingRow) => ({
  id: recording.id,
  status: recording.status,
  started_at: recording.startedAt,
  duration_ms: recording.durationMs,
  channels: recording.channels,
  peaks: recording.peaks,
  pauses: recording.pauses,
})
