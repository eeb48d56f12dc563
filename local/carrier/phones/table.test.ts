import { expect, test } from 'vitest'
import { HABITS, habitOf } from './table.ts'

test.each([
  ['+442079460958', 'auto', 'greeting'],
  ['+442079460991', 'busy', undefined],
  ['+12025550992', 'never', undefined],
  ['+442079460993', 'decline', undefined],
  ['+442079460994', 'auto', 'voicemail'],
  ['+442079460998', 'fail', undefined],
  ['+14155550142', 'busy', undefined],
  ['+447700900142', 'auto', 'greeting'],
  ['+447700900911', 'auto', 'voicemail'],
])('%s: %s, %s', (number, answer, sound) => {
  expect(habitOf(number)).toMatchObject({ answer, play: sound === undefined ? null : { sound } })
})

test('everybody has a habit, and no ending stands twice', () => {
  expect(HABITS.at(-1)?.ending).toBe('')
  expect(new Set(HABITS.map(({ ending }) => ending)).size).toBe(HABITS.length)
})
