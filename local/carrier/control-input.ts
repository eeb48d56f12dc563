import { z } from 'zod'
import { AppError } from '#lib/errors.ts'

/** A JSON body by its schema; throws AppError 'invalid_json' or 'invalid_input'. */
export function readJson<T>(schema: z.ZodType<T>, body: string): T {
  try {
    return check(schema, JSON.parse(body))
  } catch (error) {
    if (error instanceof SyntaxError) throw new AppError('invalid_json', error.message)
    throw error
  }
}

/** A value by its schema; throws AppError 'invalid_input' with what is wrong. */
export function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (!result.success) throw new AppError('invalid_input', z.prettifyError(result.error))
  return result.data
}
