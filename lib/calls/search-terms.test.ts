import fc from 'fast-check'
import { expect, test } from 'vitest'
import { termsOf } from './search-terms.ts'

const show = (search: string) => termsOf(search).map(({ text, said }) => (said === null ? text : `${text}*`))

test.each([
  ['0946 boiler', ['946', 'boiler*']],
  ['boiler (020) 7946-0958 dead', ['boiler*', '2079460958', 'dead*']],
  ['+44 (0)20 7946-0958', ['442079460958']],
  ['"boiler is dead" zoë', ['boiler is dead*', 'zoë*']],
  ['100% x "7 12"', ['100%', 'x', '7 12']],
  ['" " - "', ['-']],
  ['000', ['000']],
  ['', []],
])('%s asks for %j', (search, terms) => {
  expect(show(search)).toEqual(terms)
})

test('every letter and digit of a search is asked for, but zeros', () => {
  const asked = (text: string) => text.replace(/[^\p{L}\p{N}]|0/gu, '')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (search) => {
      expect(asked(show(search).join(' '))).toBe(asked(search))
    }),
  )
})
