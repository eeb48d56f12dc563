import { messages } from '#components/messages/messages.ts'
import { formatStart } from '#components/phone/format.ts'
import { formatClock, formatDay, isoDay } from '#components/ui/reader.ts'

const DAY_MS = 24 * 3_600_000

/** A start with its day in words: Today 14:20, Yesterday 09:12, 17 Nov 14:20. */
export function formatWhen(iso: string, timeZone: string, now = Date.now()): string {
  const word = dayWord(iso, timeZone, now)
  return word ? `${word} ${formatClock(new Date(iso), timeZone)}` : formatStart(iso, timeZone, now)
}

/** The day of a start: Today, Yesterday, 17 Nov, 17 Nov 2025. */
export function formatWhichDay(iso: string, timeZone: string, now = Date.now()): string {
  const at = new Date(iso)
  const isOfAnotherYear = isoDay(at, timeZone).slice(0, 4) !== isoDay(now, timeZone).slice(0, 4)
  return dayWord(iso, timeZone, now) ?? formatDay(at, timeZone, isOfAnotherYear)
}

function dayWord(iso: string, timeZone: string, now: number): string | null {
  const day = isoDay(new Date(iso), timeZone)
  if (day === isoDay(now, timeZone)) return messages.callPage.today
  return day === isoDay(now - DAY_MS, timeZone) ? messages.callPage.yesterday : null
}

/** To the second, with the day: 19 Nov 14:20:07. */
export function formatExact(iso: string, timeZone: string): string {
  const at = new Date(iso)
  return `${formatDay(at, timeZone)} ${formatClock(at, timeZone, { second: '2-digit' })}`
}
