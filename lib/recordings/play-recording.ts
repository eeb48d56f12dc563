import { z } from 'zod'
import { authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { readRecording } from './recording-files.ts'

export const RecordingId = z.object({ id: z.uuid() })

/** A recording's sound, to whoever may read the calls of its business. */
export async function playRecording({ principal }: Caller, { id }: z.infer<typeof RecordingId>): Promise<Response> {
  authorise(principal, 'calls:read')
  const { businessId } = principal
  const row = await withBusiness(businessId, (tx) =>
    tx.recording.findFirst({ where: { id, storedAt: { not: null } }, select: { bytes: true } }),
  )
  if (!row) throw new AppError('not_found', 'There is no such recording.')
  return new Response(readRecording(businessId, id), {
    headers: {
      'content-type': 'audio/wav',
      'content-length': String(row.bytes),
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    },
  })
}
