import { z } from 'zod'

/** What a page sends first. Everything later is its answer to a ping. */
export const FirstFrame = z.object({ type: z.literal('ticket'), ticket: z.string().min(1).max(128) })

/** A text frame by its schema; null when it is anything else. */
export function readFrame<Schema extends z.ZodType>(schema: Schema, text: string): z.output<Schema> | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
