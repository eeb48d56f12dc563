import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  COUNTRIES,
  type CountryCode,
  countryOf,
  type Dialled,
  displayNumber,
  isE164Form,
  readDialled,
  spaceAsTyped,
} from './phone-number.ts'

const LONDON = '+442079460958'

/** What was typed, the reader's country, and the number it is. */
const NUMBERS: [string, CountryCode, string][] = [
  ['020 7946 0958', 'GB', LONDON],
  ['02079460958', 'GB', LONDON],
  ['2079460958', 'GB', LONDON],
  ['442079460958', 'GB', LONDON],
  ['+442079460958', 'GB', LONDON],
  ['+44 20 7946 0958', 'US', LONDON],
  ['+44 (0)20 7946 0958', 'GB', LONDON],
  ['(020) 7946 0958', 'GB', LONDON],
  ['020-7946-0958', 'GB', LONDON],
  ['020.7946.0958', 'GB', LONDON],
  ['020/79460958', 'GB', LONDON],
  ['  020 7946 0958  ', 'GB', LONDON],
  ['020\u00a07946\u00a00958', 'GB', LONDON],
  ['\u202d020 7946 0958\u202c', 'GB', LONDON],
  ['０２０ ７９４６ ０９５８', 'GB', LONDON],
  ['＋44 20 7946 0958', 'GB', LONDON],
  ['00442079460958', 'GB', LONDON],
  ['00 44 20 7946 0958', 'GB', LONDON],
  ['00 44 20 7946 0958', 'US', LONDON],
  ['0044 (0)20 7946 0958', 'FR', LONDON],
  ['011 44 20 7946 0958', 'US', LONDON],
  ['011442079460958', 'CA', LONDON],
  ['tel:+442079460958', 'US', LONDON],
  ['tel:+44-20-7946-0958', 'US', LONDON],
  ['TEL:020%207946%200958', 'GB', LONDON],
  ['tel://+442079460958', 'GB', LONDON],
  ['tel:%2B442079460958', 'GB', LONDON],
  ['callto:+442079460958', 'GB', LONDON],
  ['tel:020-7946-0958;phone-context=+44', 'US', LONDON],
  ['call me on 020 7946 0958 today', 'GB', LONDON],
  ['Tel. 020 7946 0958', 'GB', LONDON],
  ['01144 207946', 'GB', '+441144207946'],
  ['0161 496 0000', 'GB', '+441614960000'],
  ['0800 123 4567', 'GB', '+448001234567'],
  ['(415) 555-2671', 'US', '+14155552671'],
  ['415.555.2671', 'US', '+14155552671'],
  ['4155552671', 'US', '+14155552671'],
  ['14155552671', 'US', '+14155552671'],
  ['1 415 555 2671', 'CA', '+14155552671'],
  ['+1 415 555 0142', 'GB', '+14155550142'],
  ['00 1 415 555 0142', 'GB', '+14155550142'],
  ['1-800-FLOWERS', 'US', '+18003569377'],
  ['800-flowers', 'US', '+18003569377'],
  ['01 99 00 00 00', 'FR', '+33199000000'],
  ['+33 1 99 00 00 00', 'GB', '+33199000000'],
  ['030 901820', 'DE', '+4930901820'],
  ['+49 (0)30 901820', 'GB', '+4930901820'],
  ['06 1234 5678', 'IT', '+390612345678'],
  ['+39 06 1234 5678', 'GB', '+390612345678'],
  ['(02) 9876 5432', 'AU', '+61298765432'],
  ['03-1234-5678', 'JP', '+81312345678'],
  ['+800 1234 5678', 'GB', '+80012345678'],
  ['00800 1234 5678', 'GB', '+80012345678'],
]

const NOT_NUMBERS: [string, CountryCode, Dialled][] = [
  ['', 'GB', { kind: 'empty' }],
  ['   ', 'GB', { kind: 'empty' }],
  ['tel:', 'GB', { kind: 'empty' }],
  ['999', 'GB', { kind: 'emergency', digits: '999' }],
  ['9 9 9', 'GB', { kind: 'emergency', digits: '999' }],
  ['112', 'US', { kind: 'emergency', digits: '112' }],
  ['911', 'GB', { kind: 'emergency', digits: '911' }],
  ['tel:999', 'IE', { kind: 'emergency', digits: '999' }],
  ['000', 'AU', { kind: 'emergency', digits: '000' }],
  ['0', 'GB', { kind: 'not-possible', reason: 'too-short' }],
  ['12', 'GB', { kind: 'not-possible', reason: 'too-short' }],
  ['101', 'GB', { kind: 'not-possible', reason: 'too-short' }],
  ['+44', 'GB', { kind: 'not-possible', reason: 'too-short' }],
  ['020 7946', 'GB', { kind: 'not-possible', reason: 'too-short' }],
  ['02079460958123456', 'GB', { kind: 'not-possible', reason: 'too-long' }],
  ['+999 123456789', 'GB', { kind: 'not-possible', reason: 'unknown-country' }],
  ['+', 'GB', { kind: 'not-possible', reason: 'not-a-number' }],
  ['hello', 'GB', { kind: 'not-possible', reason: 'not-a-number' }],
  ['*100#', 'GB', { kind: 'not-possible', reason: 'not-a-number' }],
  ['+44 20 7946 0958, 020 7946 0959', 'GB', { kind: 'not-possible', reason: 'not-a-number' }],
]

describe('what was typed becomes the number to call', () => {
  test.each(NUMBERS)('%s in %s is %s', (text, country, e164) => {
    expect(readDialled(text, country)).toMatchObject({ kind: 'e164', e164 })
  })
  test.each(NOT_NUMBERS)('%j in %s is none', (text, country, expected) => {
    expect(readDialled(text, country)).toEqual(expected)
  })
})

test('the reason for the country is told', () => {
  const why = (text: string, country: CountryCode) => {
    const dialled = readDialled(text, country)
    return dialled.kind === 'e164' ? [dialled.country, dialled.why] : dialled.kind
  }
  expect(why('020 7946 0958', 'GB')).toEqual(['GB', 'country'])
  expect(why('+44 20 7946 0958', 'GB')).toEqual(['GB', 'international'])
  expect(why('0044 20 7946 0958', 'GB')).toEqual(['GB', 'international'])
  expect(why('011 44 20 7946 0958', 'US')).toEqual(['GB', 'international'])
  expect(why('+800 1234 5678', 'GB')).toEqual([null, 'international'])
})

test('a number nobody has is called with a warning; an extension is told, not dialled', () => {
  expect(readDialled('07700 900142', 'GB')).toMatchObject({ e164: '+447700900142', warning: 'unusual' })
  expect(readDialled('020 7946 0958', 'GB')).toMatchObject({ warning: null, extension: null })
  for (const text of ['020 7946 0958 ext 12', '020 7946 0958 x12', 'tel:+442079460958;ext=12']) {
    expect(readDialled(text, 'GB')).toMatchObject({ e164: LONDON, international: '+44 20 7946 0958', extension: '12' })
  }
})

test('numbers are shown national at home and international elsewhere', () => {
  expect(displayNumber(LONDON, 'GB')).toBe('020 7946 0958')
  expect(displayNumber(LONDON, 'US')).toBe('+44 20 7946 0958')
  expect(displayNumber('+14155550142', 'GB')).toBe('+1 415 555 0142')
  expect(displayNumber('anonymous', 'GB')).toBe('anonymous')
})

test('a line belongs to the country of its number', () => {
  expect(countryOf(LONDON, 'US')).toBe('GB')
  expect(countryOf('', 'DE')).toBe('DE')
  expect(countryOf('', 'nowhere')).toBe('US')
})

test('typing is spaced, other text is left alone', () => {
  expect(spaceAsTyped('02079460958', 'GB')).toBe('020 7946 0958')
  expect(spaceAsTyped('4155552671', 'US')).toBe('(415) 555-2671')
  expect(spaceAsTyped('1-800-FLO', 'US')).toBe('1-800-FLO')
})

test('whatever is pasted gives an answer, and a number given is in E.164 form and reads as itself', () => {
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(...'0123456789+-() *#tel:;ext=x'), maxLength: 30 }),
  )
  fc.assert(
    fc.property(anyText, fc.constantFrom(...COUNTRIES), (text, country) => {
      const dialled = readDialled(text, country)
      if (dialled.kind !== 'e164') return
      expect(isE164Form(dialled.e164)).toBe(true)
      expect(readDialled(dialled.e164, 'US')).toMatchObject({ kind: 'e164', e164: dialled.e164 })
    }),
    { numRuns: 2000 },
  )
})
