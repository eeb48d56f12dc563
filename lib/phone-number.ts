import {
  AsYouType,
  type CountryCode,
  findPhoneNumbersInText,
  getCountries,
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
  parsePhoneNumberFromString,
  validatePhoneNumberLength,
} from 'libphonenumber-js/max'
import { hasWords, lettersToDigits, numberLike, tidyDialled } from './dialled-text.ts'

export type { CountryCode }

/** A number in E.164 form: + and 7 to 15 digits. */
export type E164 = string & { readonly __brand: 'E164' }

export interface DialledNumber {
  kind: 'e164'
  e164: E164
  /** Two letters, or null for numbers of no country (+800, satellites). */
  country: CountryCode | null
  national: string
  international: string
  /** Why this country: the text said so (+, 00, 011), or it was read as a number of the line's country. */
  why: 'international' | 'country'
  extension: string | null
  /** The length is possible, but no such number is known: dialling is allowed. */
  warning: 'unusual' | null
}

export type Dialled =
  | { kind: 'empty' }
  | DialledNumber
  | { kind: 'emergency'; digits: string }
  | { kind: 'not-possible'; reason: 'too-short' | 'too-long' | 'not-a-number' | 'unknown-country' }

/** Whether the text is written in E.164 form; says nothing about who owns the number. */
export const isE164Form = (text: string): text is E164 => /^\+[1-9]\d{6,14}$/.test(text)

/** Emergency numbers never go through a web phone; those of one country are listed beside those every mobile knows. */
const EMERGENCY: Partial<Record<CountryCode, string[]>> = {
  AU: ['000'],
  BR: ['190', '192', '193'],
  FR: ['15', '17', '18'],
  GB: ['999'],
  HK: ['999'],
  IE: ['999'],
  IN: ['100', '101', '102', '108'],
  JP: ['110', '119'],
  NZ: ['111'],
  SG: ['995', '999'],
}
const EMERGENCY_EVERYWHERE = ['112', '911']

/** Reads whatever was typed or pasted as the number to call, for a reader in that country. */
export function readDialled(text: string, country: CountryCode): Dialled {
  const written = tidyDialled(text)
  if (written === '') return { kind: 'empty' }
  const digits = written.replace(/[\s().\-/]/g, '')
  if ([...EMERGENCY_EVERYWHERE, ...(EMERGENCY[country] ?? [])].includes(digits)) return { kind: 'emergency', digits }
  const dialled = withInternationalPrefix(lettersToDigits(written, getCountryCallingCode(country)), country)
  const number = parse(dialled, country)
  if (!number) return { kind: 'not-possible', reason: whyNot(dialled, country) }
  if (!number.isPossible() || !isE164Form(number.number)) {
    return { kind: 'not-possible', reason: whyNot(number.number, country) }
  }
  // The trunk prefix was taken for the number's own: more digits are to come. Italy's real numbers do begin with 0.
  if (!number.isValid() && number.nationalNumber.startsWith('0')) return { kind: 'not-possible', reason: 'too-short' }
  return describe(number, /^\s*\(?\+/.test(dialled) || !isNational(dialled, number, country))
}

/** How a number is shown to a reader in that country: national at home, international elsewhere. */
export function displayNumber(number: string, country: string): string {
  const parsed = parsePhoneNumberFromString(number)
  if (!parsed) return number
  const home = isSupportedCountry(country) && parsed.countryCallingCode === getCountryCallingCode(country)
  // A number nobody has counted, such as a new range, tells no country beside its code.
  return home && (parsed.country ?? country) === country ? parsed.formatNational() : parsed.formatInternational()
}

/** The country a line belongs to, or the fallback when its number tells none. */
export function countryOf(number: string, fallback: string): CountryCode {
  return parsePhoneNumberFromString(number)?.country ?? (isSupportedCountry(fallback) ? fallback : 'US')
}

/** The country of a number in E.164 form, or null where it tells none. */
export const numberCountry = (number: string): CountryCode | null => parsePhoneNumberFromString(number)?.country ?? null

/** Every country with a calling code, two letters each. */
export const COUNTRIES: readonly CountryCode[] = getCountries()

/** Spaces a number as people of that country write it, while it is being typed. */
export const spaceAsTyped = (text: string, country: CountryCode): string =>
  /^[+\d\s()-]+$/.test(text) ? new AsYouType(country).input(text) : text

/** 00 leads abroad from most countries and begins no number, so it is read as + everywhere; 011 only where it is the prefix. */
function withInternationalPrefix(text: string, country: CountryCode): string {
  const northAmerican = getCountryCallingCode(country) === '1'
  const own = northAmerican ? '0\\s?11|' : country === 'AU' ? '0011|' : ''
  return text.replace(new RegExp(`^[\\s(]*(?:${own}00)(?=[\\s\\-.)]*[1-9])`), '+')
}

/** The text as one number, or the first number in a sentence; one nobody has counts where no other is. */
function parse(text: string, country: CountryCode): PhoneNumber | undefined {
  const read = (part: string) => parsePhoneNumberFromString(part, { defaultCountry: country, extract: false })
  if (!hasWords(text)) return read(text)
  const known = findPhoneNumbersInText(text, { defaultCountry: country })[0]?.number
  return (
    known ??
    numberLike(text)
      .map(read)
      .find((number) => number?.isPossible())
  )
}

/** Whether the country came from the reader's own, not from the text. */
const isNational = (text: string, number: PhoneNumber, country: CountryCode) =>
  number.countryCallingCode === getCountryCallingCode(country) && !text.includes('+')

function whyNot(text: string, country: CountryCode): 'too-short' | 'too-long' | 'not-a-number' | 'unknown-country' {
  switch (validatePhoneNumberLength(text, country)) {
    case 'TOO_SHORT':
    case 'INVALID_LENGTH':
      return 'too-short'
    case 'TOO_LONG':
      return 'too-long'
    case 'INVALID_COUNTRY':
      return 'unknown-country'
    default:
      return 'not-a-number'
  }
}

function describe(number: PhoneNumber, international: boolean): DialledNumber {
  const bare = parsePhoneNumberFromString(number.number) ?? number
  return {
    kind: 'e164',
    e164: number.number as string as E164,
    country: number.country ?? null,
    national: bare.formatNational(),
    international: bare.formatInternational(),
    why: international ? 'international' : 'country',
    extension: number.ext ?? null,
    warning: number.isValid() ? null : 'unusual',
  }
}
