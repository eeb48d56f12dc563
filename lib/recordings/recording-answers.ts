import { z } from 'zod'

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
