import { z } from 'zod'
import { StreamError } from './plan.ts'

const Base64 = z
  .string()
  .min(1)
  .regex(/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'is not base64')

/** What an application may send on a bidirectional stream; the real carrier takes no other fields. */
const Message = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('media'),
    streamSid: z.string(),
    media: z.object({ payload: Base64.transform((text): Uint8Array => Buffer.from(text, 'base64')) }),
  }),
  z.strictObject({ event: z.literal('mark'), streamSid: z.string(), mark: z.object({ name: z.string() }) }),
  z.strictObject({ event: z.literal('clear'), streamSid: z.string() }),
])
export type Message = z.infer<typeof Message>

/** Reads a frame of an application's; throws StreamError 31950 for a binary one, 31951 for anything that is no message of this stream. */
export function readMessage(data: string, isBinary: boolean, streamSid: string): Message {
  if (isBinary) throw new StreamError(31950, 'a binary frame')
  const result = Message.safeParse(parse(data))
  if (!result.success) throw new StreamError(31951, z.prettifyError(result.error))
  if (result.data.streamSid !== streamSid) throw new StreamError(31951, `the stream is ${streamSid}`)
  return result.data
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    throw new StreamError(31951, 'not JSON')
  }
}
