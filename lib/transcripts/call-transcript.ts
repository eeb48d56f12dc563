import { z } from 'zod'
import { writeAudit } from '#lib/audit/write-audit.ts'
import { actorOf, authorise, type Caller } from '#lib/auth/principal.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { AppError } from '#lib/errors.ts'
import { readTranscript } from './read-transcript.ts'
import { sentTranscript, storeTranscript } from './store-transcript.ts'
import { TranscriptBody } from './transcript.ts'

export const PutTranscript = z.object({
  id: z.uuid(),
  transcript: TranscriptBody,
  transcription_url: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .nullish(),
})

/** Stores what was said on a call; the version before it is kept. */
export async function putTranscript(caller: Caller, input: z.infer<typeof PutTranscript>) {
  const { businessId } = caller.principal
  authorise(caller.principal, 'calls:write')
  return withBusiness(businessId, async (tx) => {
    const sent = sentTranscript(input.transcript, actorOf(caller.principal), input.transcription_url)
    const { id, version } = await storeTranscript(tx, businessId, input.id, sent)
    const details = { callId: input.id, version }
    await writeAudit(tx, caller, { action: 'transcript.update', subjectType: 'transcript', subjectId: id, details })
    const data = { call_id: input.id, transcript: await readTranscript(tx, input.id) }
    return { success: true, message: 'Transcript updated successfully', data }
  })
}

export const GetTranscript = z.object({ id: z.uuid(), version: z.coerce.number().int().min(1).max(1e6).optional() })

/** What was said on a call, now or in an older version, and which versions there are. */
export async function getTranscript({ principal }: Caller, { id, version }: z.infer<typeof GetTranscript>) {
  const { businessId } = principal
  authorise(principal, 'calls:read')
  return withBusiness(businessId, async (tx) => {
    const call = await tx.call.findUnique({ where: { businessId_id: { businessId, id } }, select: { id: true } })
    if (!call) throw new AppError('not_found', 'There is no such call.')
    const known = await tx.transcript.findMany({
      where: { callId: id },
      orderBy: { version: 'asc' },
      select: { version: true },
    })
    const transcript = await readTranscript(tx, id, version)
    if (!transcript && version !== undefined) throw new AppError('not_found', 'There is no such version.')
    return { success: true, data: { call_id: id, versions: known.map((row) => row.version), transcript } }
  })
}
