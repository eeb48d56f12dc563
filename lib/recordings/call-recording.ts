import { authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { fileUrl } from '#lib/storage/file-link.ts'

/** The newest recording of a call that is here, with a link that opens it to anybody for five minutes. */
export async function getCallRecording({ principal }: Caller, { id }: { id: string }) {
  const { businessId } = principal
  authorise(principal, 'calls:read')
  const call = await withBusiness(businessId, (tx) =>
    tx.call.findUnique({
      where: { businessId_id: { businessId, id } },
      select: { recordings: { where: { status: 'stored' }, orderBy: { createdAt: 'desc' }, take: 1 } },
    }),
  )
  if (!call) throw new AppError('not_found', 'There is no such call.')
  const [recording] = call.recordings
  return {
    success: true,
    data: {
      call_id: id,
      has_recording: recording !== undefined,
      recording_url: recording ? fileUrl('recordings', recording.id, principal) : null,
      duration: recording?.durationMs == null ? null : recording.durationMs / 1000,
      uploaded_at: recording?.storedAt ?? null,
    },
  }
}
