import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  COUNTRIES,
  type CountryCode,
  countryOf,
  displayNumber,
  isE164Form,
  readDialled,
  spaceAsTyped,
} from './phone-number.ts'
import { NOT_NUMBERS, NUMBERS } from './phone-number-vectors.ts'

const LONDON = '+442079460958'

describe('what was typed becomes the number to call', () => {
  test.each(NUMBERS)('%s in %s is %s', (text, country, e164) => {
    expect(readDialled(text, country)).toMatchObject({ kind: 'e164', e164 })
  })
  test.each(NOT_NUMBERS)('%j in %s is none', (text, country, expected) => {
    expect(readDialled(text, country)).toEqual(expected)
  })
})

test('the table is long enough to be believed', () => {
  expect(NUMBERS.length + NOT_NUMBERS.length).toBeGreaterThanOrEqual(200)
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
  expect(displayNumber('+447700900142', 'GB')).toBe('07700 900142')
  expect(displayNumber('+447700900142', 'US')).toBe('+44 7700 900142')
  expect(displayNumber('+14165550142', 'US')).toBe('+1 416 555 0142')
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
