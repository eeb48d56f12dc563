import {
  type CountryCode,
  getCountries,
  getCountryCallingCode,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/max'
import { isE164Form } from '#lib/phone-number.ts'

/** What a number is, as far as number plans tell. unknown: a plan has no such number, which only the carrier can rule out. */
export type NumberType = 'fixed' | 'mobile' | 'toll-free' | 'voip' | 'shared-cost' | 'premium' | 'special' | 'unknown'

export interface NumberFacts {
  /** Two letters; null for numbers of no country (+800, satellites). */
  country: string | null
  type: NumberType
}

const CALLING_CODES = new Map<string, CountryCode>()
for (const country of getCountries()) {
  const code = getCountryCallingCode(country)
  // Of countries that share a code the largest stands for numbers that name none.
  if (
    !CALLING_CODES.has(code) ||
    ['US', 'GB', 'RU', 'IT', 'AU', 'NO', 'FI', 'MA', 'GP', 'RE', 'SH', 'CW'].includes(country)
  ) {
    CALLING_CODES.set(code, country)
  }
}

/** Emergency numbers of any country: https://www.itu.int/rec/T-REC-E.161.1 recommends 112 and 911, countries have more. */
const EMERGENCY = new Set([
  ...['000', '100', '101', '102', '103', '104', '106', '108', '110', '111', '112', '113', '114', '115', '117', '118'],
  ...['119', '120', '122', '123', '125', '131', '132', '133', '144', '150', '155', '158', '190', '191', '192', '193'],
  ...['194', '195', '197', '198', '199', '911', '912', '913', '933', '988', '991', '992', '993', '994', '995', '996'],
  ...['997', '998', '999'],
])

/** The text as digits with a plus where it had one, whatever it is decorated with; what cannot be read stays in it. */
export function tidyNumber(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Mn}]/gu, '')
    .replace(/\p{Nd}/gu, asciiDigit)
  const bare = plain.trim().replace(/^(?:tel|callto):(?:\/\/)?/i, '')
  if (!/^\(?\+?\(?\d/.test(bare)) return bare
  const digits = bare.replace(/\(0\)/g, '').replace(/[\p{Zs}\t().\-/\u2010-\u2015\u2212]/gu, '')
  return digits.replace(/^00(?=[1-9])/, '+')
}

/** Unicode keeps the ten digits of a script in a row: how many stand before this one is its value. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1
  return String(value)
}

/** True for an emergency number, also behind a country's code, in words like tel:999 or with digits after a pause. */
export function isEmergencyNumber(tidied: string): boolean {
  const digits = tidied
    .replace(/^sips?:/i, '')
    .split(/[,;@xpw#*]/i)[0]!
    .replace(/^\+/, '')
  if (EMERGENCY.has(digits)) return true
  return [1, 2, 3].some((length) => CALLING_CODES.has(digits.slice(0, length)) && EMERGENCY.has(digits.slice(length)))
}

/** What number plans know of a number in E.164 form; null when it begins with no code that is assigned. */
export function factsOf(number: string): NumberFacts | null {
  if (!isE164Form(number)) return null
  const parsed = parsePhoneNumberFromString(number)
  const code =
    parsed?.countryCallingCode ?? [1, 2, 3].map((n) => number.slice(1, 1 + n)).find((c) => CALLING_CODES.has(c))
  if (!code) return null
  return {
    country: parsed?.country ?? CALLING_CODES.get(code) ?? null,
    type: TYPES[parsed?.getType() ?? ''] ?? 'unknown',
  }
}

const TYPES: Record<string, NumberType> = {
  FIXED_LINE: 'fixed',
  MOBILE: 'mobile',
  FIXED_LINE_OR_MOBILE: 'fixed',
  TOLL_FREE: 'toll-free',
  VOIP: 'voip',
  SHARED_COST: 'shared-cost',
  PREMIUM_RATE: 'premium',
  PERSONAL_NUMBER: 'special',
  PAGER: 'special',
  UAN: 'special',
  VOICEMAIL: 'special',
}
