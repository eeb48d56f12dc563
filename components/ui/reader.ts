/** Holds language, dates and clock of the reader for pages that are rendered before anybody is known: es|iso|h12. */
export const READER_COOKIE = 'offhook-reader'

export interface Reader {
  language: 'en-GB' | 'es'
  dateStyle: 'day-month' | 'month-day' | 'iso'
  hourCycle: 'h23' | 'h12'
}

const LANGUAGES: readonly string[] = ['en-GB', 'es'] satisfies Reader['language'][]
const DATES: readonly string[] = ['day-month', 'month-day', 'iso'] satisfies Reader['dateStyle'][]
const CLOCKS: readonly string[] = ['h23', 'h12'] satisfies Reader['hourCycle'][]

/** The reader of a cookie's text; what is not valid in it is the default. */
export function parseReader(text = ''): Reader {
  const [language = '', dateStyle = '', hourCycle = ''] = text.split('|')
  return {
    language: LANGUAGES.includes(language) ? (language as Reader['language']) : 'en-GB',
    dateStyle: DATES.includes(dateStyle) ? (dateStyle as Reader['dateStyle']) : 'day-month',
    hourCycle: CLOCKS.includes(hourCycle) ? (hourCycle as Reader['hourCycle']) : 'h23',
  }
}

const textOf = ({ language, dateStyle, hourCycle }: Reader) => `${language}|${dateStyle}|${hourCycle}`

/** The reader this page was made for: the root layout wrote it on the html element. */
export const reader: Reader = parseReader(
  typeof document === 'undefined' ? '' : document.documentElement.dataset.reader,
)

/** Reads the page anew when it was made for another reader. */
export function becomeReader(wanted: Reader): void {
  if (textOf(wanted) === textOf(reader)) return
  // biome-ignore lint/suspicious/noDocumentCookie: the server reads it at the next page; cookieStore is not everywhere yet
  document.cookie = `${READER_COOKIE}=${textOf(wanted)}; path=/; max-age=31536000; samesite=lax`
  window.location.reload()
}

/** The language's own pattern, but for English with the month first, which is another country's. */
const LOCALE = reader.language === 'en-GB' && reader.dateStyle === 'month-day' ? 'en-US' : reader.language

/** A time of day: 14:20, or 2:20 pm. */
export const formatClock = (at: Date, timeZone: string, more: Intl.DateTimeFormatOptions = {}): string =>
  new Intl.DateTimeFormat(reader.language, {
    timeZone,
    hour: reader.hourCycle === 'h12' ? 'numeric' : '2-digit',
    minute: '2-digit',
    hourCycle: reader.hourCycle,
    ...more,
  }).format(at)

/** A day: 19 Nov, Nov 19 or 2026-11-19; with the year where it is asked for. */
export function formatDay(at: Date | number, timeZone: string, year = false): string {
  if (reader.dateStyle === 'iso') return isoDay(at, timeZone)
  const day: Intl.DateTimeFormatOptions = { timeZone, day: 'numeric', month: 'short' }
  return new Intl.DateTimeFormat(LOCALE, year ? { ...day, year: 'numeric' } : day).format(at)
}

/** 2026-11-19, for comparing days. */
export const isoDay = (at: Date | number, timeZone: string): string =>
  new Intl.DateTimeFormat('en-CA', { timeZone }).format(at)

/** A number with its thousands apart; with digits after the point where they are asked for. */
export const formatNumber = (value: number, fractionDigits = 0): string =>
  new Intl.NumberFormat(reader.language, {
    minimumFractionDigits: fractionDigits,
    maximumFractionDigits: fractionDigits,
  }).format(value)

/** The name of a weekday; 1 is Monday. */
export const weekdayName = (weekday: number, length: 'short' | 'long' = 'short'): string =>
  // The first of January 2024 was a Monday.
  new Intl.DateTimeFormat(reader.language, { timeZone: 'UTC', weekday: length }).format(Date.UTC(2024, 0, weekday))
