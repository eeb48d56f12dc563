type Fields = Record<string, unknown>

/** One JSON line per entry on stderr. Phone numbers and secrets are masked by name, wherever they stand in the fields. */
export const log = {
  info: (message: string, fields?: Fields) => write('info', message, fields),
  warn: (message: string, fields?: Fields) => write('warn', message, fields),
  error: (message: string, fields?: Fields) => write('error', message, fields),
}

function write(level: string, message: string, fields: Fields = {}): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...maskFields(fields) })}\n`)
}

const SECRET = /token|secret|password|authorization|cookie|ticket|key$/i

const maskFields = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, SECRET.test(name) ? '***' : mask(value)]))

function mask(value: unknown): unknown {
  if (value instanceof Error) return { name: value.name, message: maskText(value.message), stack: value.stack }
  if (typeof value === 'string') return maskText(value)
  if (Array.isArray(value)) return value.map(mask)
  if (value && typeof value === 'object') {
    return maskFields(value as Fields)
  }
  return value
}

/** Keeps the last three digits, enough to recognise a number one already knows. */
const maskText = (text: string) => text.replace(/\+\d{5,}(\d{3})\b/g, '+***$1')
