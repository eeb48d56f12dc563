import type { z } from 'zod'
import type { CHANGEABLE } from './record-fields.ts'

type Noted = z.output<z.ZodObject<Pick<typeof CHANGEABLE, 'customer_id' | 'caller_name' | 'quality' | 'metadata'>>>

/** The columns that people and programs fill beside what the call's own story says; absent fields stay as they are. */
export function annotations({ customer_id, caller_name, quality, metadata = {} }: Noted) {
  const { transcription_status, ...noted } = metadata
  return {
    ...noted,
    ...(customer_id !== undefined && { customerId: customer_id }),
    ...(caller_name !== undefined && { callerName: caller_name }),
    ...(quality !== undefined && { quality }),
    ...(transcription_status !== undefined && { transcriptionStatus: transcription_status }),
  }
}
