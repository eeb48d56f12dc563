import { z } from 'zod'
import { DOCUMENTED_FORMS } from '../coverage/documented.ts'
import type { Callback } from '../webhooks/webhooks.ts'
import { RestError } from './rest-error.ts'

/** A request's form fields by name; repeated ones joined by blanks, as Twilio takes both for lists. */
export function formFields(body: string): Record<string, string> {
  const form = new URLSearchParams(body)
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name).join(' ')]))
}

type Form<T> = z.ZodType<T> & { shape: Record<string, unknown> }

interface Rules {
  /** The code of a bad or missing value, by field; 20001 for the others. */
  codes?: Record<string, number>
  /** Fields that would change what happens and are not emulated: refused, so that nobody believes in them. */
  refused?: readonly string[]
  /** Its name in coverage/documented.ts: whatever is documented there and not in the schema is refused too. */
  operation?: string
}

/** Reads a form by its schema; unknown fields are ignored. Throws RestError. */
export function readForm<T>(schema: Form<T>, body: string, { codes = {}, refused = [], operation }: Rules = {}): T {
  const fields = formFields(body)
  const documented = operation === undefined ? [] : DOCUMENTED_FORMS[operation]!
  const unknown = [...refused, ...documented.filter((name) => !(name in schema.shape))]
  const bad = unknown.find((name) => fields[name] !== undefined && fields[name] !== 'false' && fields[name] !== '')
  if (bad) throw new RestError(400, 20001, `${bad} is not emulated by the local carrier`)
  const result = schema.safeParse(fields)
  if (result.success) return result.data
  const issue = result.error.issues[0]!
  const field = String(issue.path[0])
  throw new RestError(400, codes[field] ?? 20001, `${field}: ${issue.message}`)
}

export const flag = z.enum(['true', 'false']).transform((text) => text === 'true')
export const method = z.enum(['GET', 'POST'])
export const webUrl = z.url({ protocol: /^https?$/ })
/** A URL, or empty for none. */
export const optionalUrl = z.union([z.literal(''), webUrl])
const EVENTS = ['initiated', 'ringing', 'answered', 'completed'] as const

export const words = <T extends string>(allowed: readonly T[]) =>
  z
    .string()
    .transform((text) => text.split(/\s+/).filter(Boolean))
    .pipe(z.array(z.enum(allowed)))

/** The three fields of a call's status callback. */
export const statusFields = {
  StatusCallback: webUrl.optional(),
  StatusCallbackMethod: method.default('POST'),
  StatusCallbackEvent: words(EVENTS).default(['completed']),
}

export function callbackOf(url: string | undefined, method: 'GET' | 'POST', events: string[]): Callback | undefined {
  return url === undefined ? undefined : { url, method, events: new Set(events) }
}
