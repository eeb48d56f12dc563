import { messages } from '#components/messages/messages.ts'
import { formatDay, weekdayName } from '#components/ui/reader.ts'
import type { Bin } from './stats.ts'

/** A day of the business's zone, 2026-11-20, as the reader writes days. */
export const dayText = (day: string): string => formatDay(Date.parse(day), 'UTC')

export const weekdayOf = (day: string): string => weekdayName(new Date(day).getUTCDay())

/** Days from the first to the last. */
export const daysText = (from: string, to: string): string => messages.stats.days(dayText(from), dayText(to))

/** What a bar stands for: Sat 14 Nov, or Week of 14 Nov. */
export const binText = ({ from, to }: Bin, isWeekly: boolean): string =>
  isWeekly ? messages.stats.weekOf(daysText(from, to)) : `${weekdayOf(from)} ${dayText(from)}`
