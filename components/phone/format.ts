const twoDigits = (n: number) => String(n).padStart(2, '0')

function parts(seconds: number): [number, number, number] {
  const whole = Math.max(0, Math.floor(seconds))
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
}

/** A running timer: 02:16, 1:02:16. */
export function formatTimer(seconds: number): string {
  const [h, m, s] = parts(seconds)
  return h > 0 ? `${h}:${twoDigits(m)}:${twoDigits(s)}` : `${twoDigits(m)}:${twoDigits(s)}`
}

/** A length: 2:16, 1:02:16. */
export function formatLength(seconds: number): string {
  const [h, m, s] = parts(seconds)
  return h > 0 ? `${h}:${twoDigits(m)}:${twoDigits(s)}` : `${m}:${twoDigits(s)}`
}

/** A clock time of the business's day: 14:20; on other days 19 Nov 14:20, in other years 19 Nov 2025. */
export function formatStart(iso: string, timeZone: string, now = Date.now()): string {
  const at = new Date(iso)
  const day = (date: Date | number) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(date)
  const show = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...options }).format(at)
  const time = show({ hour: '2-digit', minute: '2-digit' })
  if (day(at) === day(now)) return time
  if (day(at).slice(0, 4) !== day(now).slice(0, 4)) return show({ day: 'numeric', month: 'short', year: 'numeric' })
  return `${show({ day: 'numeric', month: 'short' })} ${time}`
}

/** A country's name for the reader, or the code itself. */
export const countryName = (code: string): string =>
  new Intl.DisplayNames(['en-GB'], { type: 'region', fallback: 'code' }).of(code) ?? code
