import { messages } from '#components/messages/en-GB.ts'
import { formatStart } from '#components/phone/format.ts'
import { formatClock, formatDay, isoDay } from '#components/ui/reader.ts'

const DAY_MS = 24 * 3_600_000

/** A start with its day in words: Today 14:20, Yesterday 09:12, 17 Nov 14:20. */
export function formatWhen(iso: string, timeZone: string, now = Date.now()): string {
  const at = new Date(iso)
  const day = isoDay(at, timeZone)
  if (day === isoDay(now, timeZone)) return `${messages.callPage.today} ${formatClock(at, timeZone)}`
  if (day === isoDay(now - DAY_MS, timeZone)) return `${messages.callPage.yesterday} ${formatClock(at, timeZone)}`
  return formatStart(iso, timeZone, now)
}

/** To the second, with the day: 19 Nov 14:20:07. */
export function formatExact(iso: string, timeZone: string): string {
  const at = new Date(iso)
  return `${formatDay(at, timeZone)} ${formatClock(at, timeZone, { second: '2-digit' })}`
}
