import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '#lib/errors.ts'
import { checkDiallingPolicy } from './dialling-policy.ts'
import { defaultRules, type Rules } from './dialling-rules.ts'

const OWN = '+442079460111'
const WORLD: Rules = { ...defaultRules('GB'), countries: ['*'] }

function verdict(to: string, rules = WORLD, from = OWN): string {
  try {
    checkDiallingPolicy(to, from, rules, [OWN])
    return 'allowed'
  } catch (error) {
    return error instanceof AppError ? error.code : String(error)
  }
}

interface Vector {
  to: string
  rules: Rules
  expected: string
  source: string
}

/** One line a vector: the number as JSON text without its quotes, the rules that differ from those of the world, and why. */
const VECTORS = readFileSync(fileURLToPath(new URL('dialling-vectors.tsv', import.meta.url)), 'utf8')
  .trimEnd()
  .split('\n')
  .slice(1)
  .map((line): Vector => {
    const [to, countries, types, expected, source] = line.split('\t') as [string, string, string, string, string]
    const numberTypes = types === '' ? WORLD.numberTypes : (types.split(',') as Rules['numberTypes'])
    return {
      to: JSON.parse(`"${to}"`),
      rules: { ...WORLD, countries: countries.split(','), numberTypes },
      expected,
      source,
    }
  })

describe('the table of numbers', () => {
  test('has 500 lines, each with its source', () => {
    expect(VECTORS.length).toBeGreaterThanOrEqual(500)
    expect(VECTORS.filter(({ source }) => !source)).toEqual([])
  })

  test.each(VECTORS)('$to is $expected: $source', ({ to, rules, expected }) =>
    expect(verdict(to, rules)).toBe(expected),
  )
})

test('what is dialled is the number the rules were asked about, and nothing beside it', { timeout: 60_000 }, () => {
  const decoration = fc.constantFrom('', ' ', '-', '.', '(', ')', '/', '\u200b', '\u202d', '\u00a0', '\u2011')
  const decorated = fc.array(fc.tuple(fc.constantFrom(...'0123456789'), decoration), { minLength: 8, maxLength: 15 })
  fc.assert(
    fc.property(decorated, (parts) => {
      const plain = `+${parts.map(([digit]) => digit).join('')}`
      const written = `+${parts.map(([digit, after]) => digit + after).join('')}`
      fc.pre(!written.includes('(0)'))
      expect(verdict(written)).toBe(verdict(plain))
    }),
    { numRuns: 2000 },
  )
})

test('whatever comes, what is allowed is E.164 and in no blocked range', { timeout: 60_000 }, () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
      try {
        const { to } = checkDiallingPolicy(text, OWN, WORLD, [OWN])
        expect(to).toMatch(/^\+[1-9]\d{6,14}$/)
        expect(to).not.toMatch(/^\+(870|88[1238]|878|979|1900|449)/)
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
      }
    }),
    { numRuns: 3000 },
  )
})

test('the caller ID must be our own, however it is written', () => {
  expect(verdict('+442079460958', WORLD, '+442079460999')).toBe('caller_id_not_allowed')
  expect(verdict('+442079460958', WORLD, '')).toBe('caller_id_not_allowed')
  expect(verdict('+442079460958', WORLD, 'anonymous')).toBe('caller_id_not_allowed')
  expect(verdict('+442079460958', WORLD, '+44 20 7946 0111')).toBe('allowed')
})
