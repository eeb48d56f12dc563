import type { CallFilter } from '#lib/calls/call-filter.ts'

/** A filter as the query it was read from, so that a job reads the same one later. */
export function queryOf(filter: CallFilter): Record<string, string> {
  const said = Object.entries(filter).filter(([, value]) => value !== undefined)
  return Object.fromEntries(said.map(([name, value]) => [name, textOf(value)]))
}

function textOf(value: NonNullable<CallFilter[keyof CallFilter]>): string {
  if (Array.isArray(value)) return value.join(',')
  if (typeof value !== 'object') return String(value)
  return 'day' in value ? value.day : value.instant.toISOString()
}
