import { z } from 'zod'
import { RECORDING_STATUSES } from './recording-words.ts'

const done = <Data extends z.ZodType>(data: Data) => z.object({ success: z.literal(true), message: z.string(), data })
const seconds = z.number().min(0).nullable()
const count = z.int().min(0).nullable()

export const RecordingUploaded = done(
  z.object({
    call_id: z.uuid(),
    recording_url: z.url(),
    recording_path: z.string(),
    file_metadata: z.object({ duration: seconds, channels: count, sample_rate: count, bit_rate: count }),
  }),
)

export const RecordingAnswer = z.object({
  success: z.literal(true),
  data: z.object({
    call_id: z.uuid(),
    has_recording: z.boolean(),
    recording_url: z.url().nullable(),
    duration: seconds,
    uploaded_at: z.iso.datetime().nullable(),
  }),
})

export const RecordingDeleted = done(z.object({ call_id: z.uuid(), deleted: z.int().min(1) }))

/** What the carrier confirmed, else `unknown`. */
export const RecordingNow = z.object({ status: z.enum(RECORDING_STATUSES) })

const KeptFor = z.object({ retention_days: z.int().min(1).nullable() })
export const Retention = z.object({ success: z.literal(true), data: KeptFor })
export const RetentionChanged = done(KeptFor)

const Proof = z.object({
  id: z.uuid(),
  action: z.enum(['deleted', 'held', 'released']),
  reason: z.string(),
  actor: z.string(),
  actor_name: z.string().nullable(),
  call_id: z.uuid(),
  recording_id: z.uuid().nullable(),
  sha256: z.string().nullable(),
  bytes: count,
  at: z.iso.datetime(),
})
export type Proof = z.output<typeof Proof>

export const Removals = z.object({
  success: z.literal(true),
  data: KeptFor.extend({
    stored: z.int().min(0),
    /** Of those stored: kept by a legal hold, whatever their age. */
    held: z.int().min(0),
    /** Older than they are to be kept, and not held. */
    due: z.int().min(0),
    proofs: z.array(Proof),
  }),
})
export type Removals = z.output<typeof Removals>
