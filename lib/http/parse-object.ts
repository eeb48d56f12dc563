import { AppError } from '#lib/errors.ts'

/** A JSON object from text; anything else is refused. */
export function parseObject(text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new AppError('invalid_json', 'The body is not JSON.', { cause })
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new AppError('invalid_json', 'The body must be a JSON object.')
  }
  return value as Record<string, unknown>
}
