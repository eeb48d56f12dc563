import { expect, test } from 'vitest'
import { isOurs, turnAt } from './transcript-turns.ts'

const turns = [0, 4, 4, 9.5].map((start_time) => ({ start_time, end_time: 0, speaker: '', text: '' }))

test.each([
  [-1, -1],
  [0, 0],
  [3.99, 0],
  [4, 2],
  [9.4, 2],
  [100, 3],
])('at %s s turn %i is heard', (second, index) => {
  expect(turnAt(turns, second)).toBe(index)
})

test('nothing is heard of no turns', () => {
  expect(turnAt([], 5)).toBe(-1)
})

test('our own side is told from the other', () => {
  expect(['Agent', 'assistant', 'customer', 'Agent Smith'].map(isOurs)).toEqual([true, true, false, false])
})
