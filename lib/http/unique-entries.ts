import { AppError } from '#lib/errors.ts'

/** Name and value pairs as an object; a name given twice is refused, since its meaning would be a guess. */
export function uniqueEntries(
  pairs: Iterable<[string, string]>,
  code: 'bad_request' | 'invalid_form',
): Record<string, string> {
  const entries = new Map<string, string>()
  for (const [name, value] of pairs) {
    if (entries.has(name)) throw new AppError(code, `${name} is given twice.`, { field: name })
    entries.set(name, value)
  }
  return Object.fromEntries(entries)
}
