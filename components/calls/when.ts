import { messages } from '#components/messages/en-GB.ts'
import { formatStart } from '#components/phone/format.ts'

const DAY_MS = 24 * 3_600_000

/** A start with its day in words: Today 14:20, Yesterday 09:12, 17 Nov 14:20. */
export function formatWhen(iso: string, timeZone: string, now = Date.now()): string {
  const at = new Date(iso)
  const day = (date: Date | number) => new Intl.DateTimeFormat('en-CA', { timeZone }).format(date)
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' }).format(at)
  if (day(at) === day(now)) return `${messages.callPage.today} ${time}`
  if (day(at) === day(now - DAY_MS)) return `${messages.callPage.yesterday} ${time}`
  return formatStart(iso, timeZone, now)
}
