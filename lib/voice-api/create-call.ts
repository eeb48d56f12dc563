import { z } from 'zod'
import type { Caller } from '#lib/auth/principal.ts'
import { dialNow } from '#lib/calls/dial-now.ts'
import { withBusiness } from '#lib/db/with-business.ts'
import { viewCall } from './call-view.ts'

const NUMBERS = 'To and From are required'
const number = z.string(NUMBERS).trim().min(1, NUMBERS).max(64)

export const CreateCall = z.object({
  to: number,
  from: number,
  options: z
    .object({
      twimlUrl: z
        .url({ protocol: /^https?$/, error: 'twimlUrl must be a URL' })
        .max(2000)
        .optional(),
      /** What our own document says first. */
      message: z.string().max(1000).optional(),
      record: z.boolean().default(false),
      recordingChannels: z.enum(['mono', 'dual']).default('dual'),
      /** Taken and not passed on: the carrier keeps every format of a recording. */
      recordingFormat: z.enum(['wav', 'mp3']).optional(),
    })
    .prefault({}),
})

/** Starts a call between two numbers and shows it once the carrier has taken it; never two for one intention. */
export async function createCall(caller: Caller, { to, from, options }: z.infer<typeof CreateCall>) {
  const { businessId } = caller.principal
  const { twimlUrl = null, message = null, record, recordingChannels: channels } = options
  const dial = { to, from, origin: 'api', options: { twimlUrl, message, record, channels } } as const
  const { callId } = await dialNow(caller, dial)
  return withBusiness(businessId, (tx) => viewCall(tx, businessId, callId))
}
