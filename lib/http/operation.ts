import type { z } from 'zod'

export type ContentType = `${string}/${string}`

/** What a route says of itself, for the description of the API and for its tests. */
export interface Operation {
  summary?: string | undefined
  status: number
  /** Query, body and path parameters taken together. */
  input: z.ZodType
  /** The JSON of the answer, or the type of what is no JSON; clients bear more fields than it has. */
  output: z.ZodType | ContentType
  /** JSON, a form that the carrier signs, or one with a file. */
  body: 'json' | 'signed-form' | 'file-form'
}

/** Hangs a route's description on its method, which Next calls like any other function. */
export const described = <Handler extends object>(handler: Handler, operation: Operation) =>
  Object.assign(handler, { operation })
