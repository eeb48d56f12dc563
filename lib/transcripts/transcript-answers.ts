import { z } from 'zod'
import { Transcript } from '#lib/calls/call-answers.ts'

const success = z.literal(true)
const call_id = z.uuid()

export const TranscriptWritten = z.object({
  success,
  message: z.string(),
  data: z.object({ call_id, transcript: Transcript }),
})
export const TranscriptAnswer = z.object({
  success,
  data: z.object({ call_id, versions: z.array(z.int().min(1)), transcript: Transcript.nullable() }),
})
