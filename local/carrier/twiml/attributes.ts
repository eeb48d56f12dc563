import { z } from 'zod'

/** The attribute values that verbs share. Names and values are case-sensitive, as TwiML is. */
export const method = z.enum(['GET', 'POST']).default('POST')
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
export const seconds = (min: number, max: number) => z.coerce.number().int().min(min).max(max)
/** Space-separated words of a list. */
export const words = <T extends string>(allowed: readonly [T, ...T[]]) =>
  z
    .string()
    .transform((text) => text.split(/\s+/).filter(Boolean))
    .pipe(z.array(z.enum(allowed)))
/** How often something is said or played; 0 is for ever, or as good as that. */
export const loop = z.coerce.number().int().min(0).max(1000).default(1)
/** Keys of a telephone, as finishOnKey has them; empty for none. */
export const keys = z.string().regex(/^[0-9*#]*$/, 'are no keys')
