import { formatClock, formatDay, isoDay, reader } from '#components/ui/reader.ts'

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
  const [day, today] = [isoDay(at, timeZone), isoDay(now, timeZone)]
  const time = formatClock(at, timeZone)
  if (day === today) return time
  return day.slice(0, 4) === today.slice(0, 4) ? `${formatDay(at, timeZone)} ${time}` : formatDay(at, timeZone, true)
}

/** A country's name for the reader, or the code itself. */
export const countryName = (code: string): string =>
  new Intl.DisplayNames([reader.language], { type: 'region', fallback: 'code' }).of(code) ?? code
