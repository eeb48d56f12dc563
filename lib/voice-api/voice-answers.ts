import { z } from 'zod'
import { CALL_STATUSES } from '#lib/calls/call-words.ts'

const success = z.literal(true)
const time = z.iso.datetime()
const number = z.string().nullable()

/** A call in the carrier's words; duration in seconds. */
export const VoiceCall = z.object({
  success,
  callSid: z.string().nullable(),
  callId: z.uuid(),
  status: z.enum(CALL_STATUSES),
  direction: z.enum(['inbound', 'outbound', 'outbound-api']),
  from: number,
  to: number,
  startTime: time,
  answeredTime: time.nullable(),
  endTime: time.nullable(),
  duration: z.int().min(0).nullable(),
  failureCode: z.string().nullable(),
  recordings: z.array(
    z.object({
      recordingSid: z.string().nullable(),
      status: z.string(),
      duration: z.int().min(0).nullable(),
      recordingUrl: z.string().nullable(),
    }),
  ),
})

export const VoiceTokenMade = z.object({ success, token: z.string() })

/** The assistants' API: what its first clients know. */
export const CallInitiated = z.object({ success, message: z.string(), callSid: z.string() })
export const CallEnded = z.object({ success, message: z.string() })
export const CallState = VoiceCall.pick({
  success: true,
  callSid: true,
  status: true,
  startTime: true,
  endTime: true,
}).extend({
  /** Seconds of talk so far, as a text. */
  duration: z.string(),
})
