import { messages } from '#components/messages/messages.ts'
import type { Dialled } from '#lib/phone-number.ts'
import { countryName } from './format.ts'

/** The line under a number that can be called: its country, and why that country. */
export function whyCountry(number: Extract<Dialled, { kind: 'e164' }>, country: string, chosen: boolean): string {
  const t = messages.dialer
  const name = number.country ? countryName(number.country) : t.noCountry
  if (number.why === 'international') return t.readAs.international(name)
  return chosen ? t.readAs.chosen(name, country) : t.readAs.line(name, country)
}

/** Deletes the last character, and the space or bracket the formatting had put before it. */
export const deleteLast = (text: string): string => text.slice(0, -1).replace(/[\s()-]+$/, '')
