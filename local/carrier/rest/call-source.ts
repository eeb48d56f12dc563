import { z } from 'zod'
import type { Source } from '../twiml/run.ts'
import { method, optionalUrl, webUrl } from './form.ts'

/** The fields that say what a call does. */
export const sourceFields = {
  Url: webUrl.optional(),
  Method: method.default('POST'),
  FallbackUrl: optionalUrl.optional(),
  FallbackMethod: method.default('POST'),
  Twiml: z.string().max(4000).optional(),
}

/** The codes of what is wrong with a call's fields. */
export const CALL_CODES = { To: 21201, From: 21213, Url: 21205, StatusCallback: 21609, StatusCallbackEvent: 21626 }

type SourceForm = z.infer<z.ZodObject<typeof sourceFields>>

/** Url wins over Twiml; undefined when neither is given. */
export function sourceOf({ Url, Method, FallbackUrl, FallbackMethod, Twiml }: SourceForm): Source | undefined {
  const fallback = FallbackUrl ? { url: FallbackUrl, method: FallbackMethod } : undefined
  if (Url !== undefined) return { request: { url: Url, method: Method }, fallback }
  return Twiml === undefined ? undefined : { twiml: Twiml, fallback }
}
