import { z } from 'zod'

/** What a phone says: an endless tone, a recording (WAV, base64), a text spoken once, or a prepared sentence by its name. */
export const Play = z.union([
  z.strictObject({ toneHz: z.number().min(50).max(3900) }),
  z.strictObject({ wavBase64: z.base64() }),
  z.strictObject({ say: z.string().min(1) }),
  z.strictObject({ sound: z.string().min(1) }),
])
export type Play = z.infer<typeof Play>

/** Telephone keys. */
export const Keys = z.string().regex(/^[0-9*#A-D]+$/)

/**
 * What a phone does when it is called. `manual` rings until it is told to answer, `fail` is an error of its network.
 * What is not given it does not do: a script of no more than `answer` and `play` neither greets nor echoes.
 */
export const PhoneScript = z.strictObject({
  answer: z.enum(['auto', 'never', 'busy', 'decline', 'manual', 'fail']).default('auto'),
  /** Milliseconds of ringing before it answers or declines, or before it is found busy or failing. */
  afterMs: z.number().int().min(0).max(600_000).default(1000),
  play: Play.nullable().default(null),
  /** It is an answering machine: beeps when it has spoken, then listens. */
  machine: z.boolean().optional(),
  /** Keys it presses when it has spoken. */
  press: Keys.optional(),
  /** When it has spoken it says again what it hears, that many ms later. */
  echoMs: z.number().int().min(100).max(5000).optional(),
  /** It hangs up that many ms after it answered. */
  hangUpAfterMs: z.number().int().min(0).max(600_000).optional(),
})
export type PhoneScript = z.infer<typeof PhoneScript>
