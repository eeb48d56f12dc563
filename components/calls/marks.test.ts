import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutAtHits, fromHit } from './marks.ts'

const show = (text: string, search: string) =>
  cutAtHits(text, search)
    .map(({ text, isHit }) => (isHit ? `[${text}]` : text))
    .join('')

test.each([
  ['020 7946 0958', '7946-09', '020 [7946 09]58'],
  ['020 7946 0958', '+44 (0)20', '020 7946 0958'],
  ['+44 20 7946 0958', '0207946', '+44 [20 7946] 0958'],
  ['Harriet Boyle', 'boy', 'Harriet [Boy]le'],
  ['The pressure is low, the pressure', 'pressure', 'The [pressure] is low, the [pressure]'],
  ['The boiler lost its pressure', 'pressure boiler', 'The [boiler] lost its [pressure]'],
  ['100% sure (really)', '% sure (', '100[% sure (]really)'],
  ['020 7946 0958', '0946 boiler', '020 7[946] 0958'],
  ['The boiler of 7946', '0946 boiler', 'The [boiler] of 7[946]'],
  ['No heating, it said', '"it said" 12', 'No heating, [it said]'],
  ['Harriet', '', 'Harriet'],
])('%s searched for %s', (text, search, expected) => {
  expect(show(text, search)).toBe(expected)
})

test('nothing of a text is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (text, search) => {
      expect(
        cutAtHits(text, search)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('a hit far into a text is brought to its front', () => {
  expect(fromHit('Heating, how can I help? The pressure is low', 'pressure')).toBe('…help? The pressure is low')
  expect(fromHit('020 7946 0958', '095', 4)).toBe('…0958')
  expect(fromHit('The pressure is low', 'pressure')).toBe('The pressure is low')
  expect(fromHit('Nothing of it', 'pressure')).toBe('Nothing of it')
  expect(fromHit('Antidisestablishmentarianism', 'arianism')).toBe('…stablishmentarianism')
})
