import { z } from 'zod'

/** What a phone says: an endless tone, a recording (WAV, base64), or a text spoken once. */
export const Play = z.union([
  z.strictObject({ toneHz: z.number().min(50).max(3900) }),
  z.strictObject({ wavBase64: z.base64() }),
  z.strictObject({ say: z.string().min(1) }),
])
export type Play = z.infer<typeof Play>

/** What a phone does when it is called. `manual` rings until it is told to answer. */
export const PhoneScript = z.strictObject({
  answer: z.enum(['auto', 'never', 'busy', 'decline', 'manual']).default('auto'),
  /** Milliseconds of ringing before it answers or declines, or before it is found busy. */
  afterMs: z.number().int().min(0).max(600_000).default(1000),
  play: Play.nullable().default(null),
})
export type PhoneScript = z.infer<typeof PhoneScript>

export const DEFAULT_SCRIPT: PhoneScript = PhoneScript.parse({})
